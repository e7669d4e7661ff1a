package io.flame.assistant;

import io.flame.kernel.persistence.Transaction;
import io.flame.kernel.usage.Limit;
import io.flame.kernel.usage.TenantQuota;
import io.flame.kernel.usage.UsageGauge;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;

/** Counts a tenant's assistants, whatever their status. */
@ApplicationScoped
class AssistantGauge implements UsageGauge {

    @Inject
    AssistantGauge() {}

    @Override
    public Limit limit() {
        return Limit.ASSISTANTS;
    }

    @Override
    public long used(Transaction tx, TenantQuota quota, Instant now) throws SQLException {
        return tx.queryOne("SELECT count(*) FROM assistants", row -> row.getLong(1))
                .orElse(0L);
    }
}
