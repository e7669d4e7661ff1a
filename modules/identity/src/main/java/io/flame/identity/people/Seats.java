package io.flame.identity.people;

import io.flame.kernel.persistence.Transaction;
import io.flame.kernel.usage.Limit;
import io.flame.kernel.usage.TenantQuota;
import io.flame.kernel.usage.UsageGauge;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;

/** Counts the active people of a tenant and, as they hold a seat free, the invitations that can still be accepted. */
@ApplicationScoped
class Seats implements UsageGauge {

    /** Only the active people: whoever is invited may sit down as long as there is a seat. */
    static final UsageGauge TAKEN = new UsageGauge() {
        @Override
        public Limit limit() {
            return Limit.SEATS;
        }

        @Override
        public long used(Transaction tx, TenantQuota quota, Instant now) throws SQLException {
            return tx.queryOne("SELECT count(*) FROM users WHERE is_active", row -> row.getLong(1))
                    .orElse(0L);
        }
    };

    @Inject
    Seats() {}

    @Override
    public Limit limit() {
        return Limit.SEATS;
    }

    @Override
    public long used(Transaction tx, TenantQuota quota, Instant now) throws SQLException {
        long held = tx.queryOne(
                        "SELECT count(*) FROM invitations WHERE accepted_at IS NULL AND expires_at > ?",
                        row -> row.getLong(1),
                        now)
                .orElse(0L);
        return held + TAKEN.used(tx, quota, now);
    }
}
