package io.flame.kernel.usage;

import io.flame.kernel.EventLog;
import io.flame.kernel.Problem;
import io.flame.kernel.QuotaUse;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds what tenants use against what they may use. */
@ApplicationScoped
public class Usage {

    private static final int WARNING = 80;

    /** Waits for nobody: whoever comes while another transaction tells leaves it to that one, or to the next. */
    private static final String ONCE = """
            INSERT INTO usage_alarms (name, month, percent) SELECT ?, ?, ?
             WHERE pg_try_advisory_xact_lock(hashtext(current_schema() || '.usage_alarms'), 0) ON CONFLICT DO NOTHING""";

    private final Database database;
    private final Quotas quotas;
    private final EventLog log;
    private final Clock clock;
    private final Map<Limit, UsageGauge> gauges = new EnumMap<>(Limit.class);

    @Inject
    public Usage(Database database, Quotas quotas, EventLog log, Clock clock, @Any Instance<UsageGauge> gauges) {
        this(database, quotas, log, clock, (Iterable<UsageGauge>) gauges);
    }

    public Usage(Database database, Quotas quotas, EventLog log, Clock clock, Iterable<UsageGauge> gauges) {
        this.database = database;
        this.quotas = quotas;
        this.log = log;
        this.clock = clock;
        gauges.forEach(gauge -> this.gauges.put(gauge.limit(), gauge));
    }

    /** What the tenant may use. Reads the platform schema, so no tenant transaction may be running. */
    public TenantQuota quota(TenantId tenant) {
        return quotas.of(tenant);
    }

    /** All limits with their use, also those that the tenant does not have. */
    public List<QuotaUse> report(TenantId tenant) {
        TenantQuota quota = quota(tenant);
        Instant now = clock.instant();
        return database.inTenant(tenant, tx -> {
            List<QuotaUse> report = new ArrayList<>();
            for (Limit limit : Limit.values()) {
                report.add(quota.use(limit, gauge(limit).used(tx, quota, now), now));
            }
            return report;
        });
    }

    /**
     * Lets one more come into use. Where a limit stands until something is removed, whoever asks next waits until this
     * transaction ends, so that two of them never share the last place; messages that are sent at the very same moment may.
     * Ask before locking any row.
     *
     * @throws Problem 402 when there is no room
     */
    public void requireRoom(Transaction tx, TenantQuota quota, Limit limit) throws SQLException {
        requireRoom(tx, quota, gauge(limit));
    }

    /** As the other, where something else than usual counts as use. */
    public void requireRoom(Transaction tx, TenantQuota quota, UsageGauge gauge) throws SQLException {
        if (quota.limit(gauge.limit()).isEmpty()) {
            return;
        }
        long used = used(tx, quota, gauge);
        quota.require(gauge.limit(), used, clock.instant());
        tell(tx, quota, gauge.limit(), used + 1);
    }

    /** As {@link #requireRoom}, for whoever has another way to go on. */
    public boolean findsRoom(Transaction tx, TenantQuota quota, Limit limit) throws SQLException {
        if (quota.limit(limit).isEmpty()) {
            return true;
        }
        long used = used(tx, quota, gauge(limit));
        boolean room = quota.hasRoom(limit, used);
        tell(tx, quota, limit, room ? used + 1 : used);
        return room;
    }

    private long used(Transaction tx, TenantQuota quota, UsageGauge gauge) throws SQLException {
        if (!gauge.limit().isMonthly()) {
            tx.query(
                    "SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.usage'), ?)",
                    row -> true,
                    gauge.limit().ordinal());
        }
        return gauge.used(tx, quota, clock.instant());
    }

    private void tell(Transaction tx, TenantQuota quota, Limit limit, long used) throws SQLException {
        long allowed = quota.limit(limit).orElse(Long.MAX_VALUE);
        Instant now = clock.instant();
        if (used >= allowed) {
            tell(tx, quota.use(limit, used, now), QuotaReached.ALL, quota, now);
        } else if (used >= allowed * (WARNING / 100.0)) {
            tell(tx, quota.use(limit, used, now), WARNING, quota, now);
        }
    }

    private void tell(Transaction tx, QuotaUse use, int percent, TenantQuota quota, Instant now) throws SQLException {
        Long allowed = use.limit();
        if (allowed != null && tx.update(ONCE, use.name(), quota.month(now), percent) > 0) {
            log.publish(tx, new QuotaReached(use.name(), percent, use.used(), allowed, use.resetsAt(), now));
        }
    }

    private UsageGauge gauge(Limit limit) {
        return Optional.ofNullable(gauges.get(limit))
                .orElseThrow(() -> new IllegalStateException("nothing tells the use of " + limit.word()));
    }
}
