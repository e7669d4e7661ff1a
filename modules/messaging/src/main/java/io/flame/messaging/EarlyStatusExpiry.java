package io.flame.messaging;

import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.retention.Expiry;
import io.flame.kernel.retention.Terms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Removes statuses whose message has never come. */
@ApplicationScoped
class EarlyStatusExpiry implements Expiry {

    /** As long as providers repeat their webhooks. */
    private static final Duration KEPT = Duration.ofDays(7);

    private final Database database;

    @Inject
    EarlyStatusExpiry(Database database) {
        this.database = database;
    }

    @Override
    public int removeSome(TenantId tenant, Terms terms) {
        return database.inTenant(
                tenant,
                tx -> tx.update(
                        "DELETE FROM early_statuses WHERE received_at < ?",
                        terms.now().minus(KEPT)));
    }
}
