package io.flame.kernel.usage;

import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Counts what language models have read and written for a tenant. Whoever has asked a model counts it in the transaction
 * that stores what came of it, and then says so to {@link Usage#spent}; before asking, it looks for {@link Usage#room}.
 */
@ApplicationScoped
public class AiTokens implements UsageGauge {

    private static final String COUNT = """
            INSERT INTO usage_ai_tokens AS u (month, lane, used) VALUES (?, pg_backend_pid() % 8, ?)
            ON CONFLICT (month, lane) DO UPDATE SET used = u.used + excluded.used""";

    @Inject
    public AiTokens() {}

    @Override
    public Limit limit() {
        return Limit.AI_TOKENS;
    }

    /** @param tokens of the question and of the answer together, as the model's provider bills them */
    public void count(Transaction tx, TenantQuota quota, long tokens, Instant now) throws SQLException {
        if (quota.counts(Limit.AI_TOKENS)) {
            tx.update(COUNT, quota.month(now), tokens);
        }
    }

    @Override
    public long used(Transaction tx, TenantQuota quota, Instant now) throws SQLException {
        return tx.queryOne(
                        "SELECT coalesce(sum(used), 0)::bigint FROM usage_ai_tokens WHERE month = ?",
                        row -> row.getLong(1),
                        quota.month(now))
                .orElse(0L);
    }
}
