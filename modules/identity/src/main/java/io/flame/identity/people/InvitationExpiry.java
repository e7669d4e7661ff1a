package io.flame.identity.people;

import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.retention.Expiry;
import io.flame.kernel.retention.Terms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Removes invitations that were accepted, or that nobody has taken up, and may be asked about no more. */
@ApplicationScoped
class InvitationExpiry implements Expiry {

    private static final Duration KEPT = Duration.ofDays(30);

    private final Database database;

    @Inject
    InvitationExpiry(Database database) {
        this.database = database;
    }

    @Override
    public int removeSome(TenantId tenant, Terms terms) {
        return database.inTenant(
                tenant,
                tx -> tx.update(
                        "DELETE FROM invitations WHERE coalesce(accepted_at, expires_at) < ?",
                        terms.now().minus(KEPT)));
    }
}
