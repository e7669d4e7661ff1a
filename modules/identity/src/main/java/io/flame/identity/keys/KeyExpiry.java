package io.flame.identity.keys;

import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.retention.Expiry;
import io.flame.kernel.retention.Terms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Removes keys that have opened nothing for a year, because they were revoked or have expired. */
@ApplicationScoped
class KeyExpiry implements Expiry {

    private static final Duration KEPT = Duration.ofDays(365);

    private final Database database;

    @Inject
    KeyExpiry(Database database) {
        this.database = database;
    }

    @Override
    public int removeSome(TenantId tenant, Terms terms) {
        return database.inTenant(
                tenant,
                tx -> tx.update(
                        "DELETE FROM api_keys WHERE least(revoked_at, expires_at) < ?",
                        terms.now().minus(KEPT)));
    }
}
