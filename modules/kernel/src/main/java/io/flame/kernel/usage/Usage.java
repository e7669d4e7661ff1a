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

    /**
     * So close to the end of a monthly limit those who send wait for each other. Further away they need not: each
     * transaction that has not committed yet hides one message from the others, and there are fewer connections.
     */
    private static final long NEAR = 1_000;

    private static final String WAIT = "SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.usage'), ?)";

    private final Database database;
    private final Quotas quotas;
    private final UsageAlarms alarms;
    private final Clock clock;
    private final Map<Limit, UsageGauge> gauges = new EnumMap<>(Limit.class);

    @Inject
    public Usage(Database database, Quotas quotas, UsageAlarms alarms, Clock clock, @Any Instance<UsageGauge> gauges) {
        this(database, quotas, alarms, clock, (Iterable<UsageGauge>) gauges);
    }

    public Usage(Database database, Quotas quotas, EventLog log, Clock clock, Iterable<UsageGauge> gauges) {
        this(database, quotas, new UsageAlarms(database, quotas, log, clock), clock, gauges);
    }

    private Usage(Database database, Quotas quotas, UsageAlarms alarms, Clock clock, Iterable<UsageGauge> gauges) {
        this.database = database;
        this.quotas = quotas;
        this.alarms = alarms;
        this.clock = clock;
        gauges.forEach(gauge -> this.gauges.put(gauge.limit(), gauge));
    }

    /** What the tenant may use. Reads the platform schema, so no tenant transaction may be running. */
    public TenantQuota quota(TenantId tenant) {
        return quotas.of(tenant);
    }

    /** All limits that have a gauge with their use, also those that the tenant does not have. */
    public List<QuotaUse> report(TenantId tenant) {
        TenantQuota quota = quota(tenant);
        Instant now = clock.instant();
        return database.inTenant(tenant, tx -> {
            List<QuotaUse> report = new ArrayList<>();
            for (UsageGauge gauge : gauges.values()) {
                report.add(quota.use(gauge.limit(), read(tx, quota, gauge), now));
            }
            return report;
        });
    }

    /**
     * Lets one more come into use; two never share the last place. Ask before locking any row.
     *
     * @throws Problem 402 when there is no room
     */
    public void requireRoom(Transaction tx, TenantQuota quota, Limit limit) throws SQLException {
        requireRoom(tx, quota, gauge(limit));
    }

    /** As the other, where something else than usual counts as use. */
    public void requireRoom(Transaction tx, TenantQuota quota, UsageGauge gauge) throws SQLException {
        Room room = room(tx, quota, gauge);
        if (!room.fits(1)) {
            alarms.tellApart(tx.tenant(), room.use(), QuotaReached.ALL);
            throw Problem.quotaExceeded(room.use());
        }
        room.take(1);
    }

    /**
     * What is left of a limit, for whoever has another way to go on. Whoever asks next may have to wait until this
     * transaction ends. Ask before locking any row.
     */
    public Room room(Transaction tx, TenantQuota quota, Limit limit) throws SQLException {
        return room(tx, quota, gauge(limit));
    }

    /** Tells what there is to tell after something has been used that could not be known before. */
    public void spent(Transaction tx, TenantQuota quota, Limit limit) throws SQLException {
        if (quota.limit(limit).isPresent()) {
            alarms.tell(tx, quota, quota.use(limit, read(tx, quota, gauge(limit)), clock.instant()));
        }
    }

    private Room room(Transaction tx, TenantQuota quota, UsageGauge gauge) throws SQLException {
        Limit limit = gauge.limit();
        if (quota.limit(limit).isEmpty()) {
            return new Room(tx, quota, alarms, quota.use(limit, 0, clock.instant()));
        }
        if (limit.period() == Period.MONTH) {
            long used = read(tx, quota, gauge);
            if (quota.hasRoom(limit, used, NEAR)) {
                return new Room(tx, quota, alarms, quota.use(limit, used, clock.instant()));
            }
        }
        tx.query(WAIT, row -> true, limit.ordinal());
        return new Room(tx, quota, alarms, quota.use(limit, read(tx, quota, gauge), clock.instant()));
    }

    private long read(Transaction tx, TenantQuota quota, UsageGauge gauge) throws SQLException {
        return quota.counts(gauge.limit()) ? gauge.used(tx, quota, clock.instant()) : 0;
    }

    private UsageGauge gauge(Limit limit) {
        return Optional.ofNullable(gauges.get(limit))
                .orElseThrow(() -> new IllegalStateException("nothing tells the use of " + limit.word()));
    }
}
