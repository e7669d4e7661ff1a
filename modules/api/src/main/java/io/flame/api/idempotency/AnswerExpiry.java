package io.flame.api.idempotency;

import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.retention.Expiry;
import io.flame.kernel.retention.Terms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Removes the answers that are not repeated any longer, also of a tenant that sends no keys any more. */
@ApplicationScoped
public class AnswerExpiry implements Expiry {

    private static final Duration KEPT = Duration.ofHours(24);

    private final Database database;

    @Inject
    public AnswerExpiry(Database database) {
        this.database = database;
    }

    @Override
    public int removeSome(TenantId tenant, Terms terms) {
        return database.inTenant(
                tenant,
                tx -> tx.update(
                        "DELETE FROM idempotency_keys WHERE created_at < ?",
                        terms.now().minus(KEPT)));
    }
}
