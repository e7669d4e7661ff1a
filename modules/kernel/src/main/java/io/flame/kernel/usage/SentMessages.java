package io.flame.kernel.usage;

import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;

/** Whoever stores an outgoing message counts it in {@code usage_messages} in the same statement. */
@ApplicationScoped
public class SentMessages implements UsageGauge {

    private static final String COUNTED = """
            INSERT INTO usage_messages AS u (month, lane, sent) SELECT ?::date, pg_backend_pid() %% 8, 1 FROM %s
            ON CONFLICT (month, lane) DO UPDATE SET sent = u.sent + 1""";

    /** For a tenant on a version without that table: takes the same value, and does nothing with it. */
    private static final String NOT_COUNTED = "SELECT ?::date FROM %s";

    @Inject
    public SentMessages() {}

    /**
     * What counts a message as part of the statement that stores it.
     *
     * @param source the part of the statement that has a row if the message is stored
     * @return SQL with one parameter, the {@link TenantQuota#month}
     */
    public static String counting(TenantQuota quota, String source) {
        return (quota.counts(Limit.MESSAGES) ? COUNTED : NOT_COUNTED).formatted(source);
    }

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
