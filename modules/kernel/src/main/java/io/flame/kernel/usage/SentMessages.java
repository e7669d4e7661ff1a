package io.flame.kernel.usage;

import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;

/** Whoever stores an outgoing message counts it in {@code usage_messages} in the same statement. */
@ApplicationScoped
public class SentMessages implements UsageGauge {

    @Inject
    public SentMessages() {}

    @Override
    public Limit limit() {
        return Limit.MESSAGES;
    }

    @Override
    public long used(Transaction tx, TenantQuota quota, Instant now) throws SQLException {
        return tx.queryOne(
                        "SELECT coalesce(sum(sent), 0)::bigint FROM usage_messages WHERE month = ?",
                        row -> row.getLong(1),
                        quota.month(now))
                .orElse(0L);
    }
}
