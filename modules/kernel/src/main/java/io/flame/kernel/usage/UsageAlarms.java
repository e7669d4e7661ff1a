package io.flame.kernel.usage;

import static java.lang.System.Logger.Level.WARNING;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flame.kernel.EventLog;
import io.flame.kernel.QuotaUse;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Tells that a limit comes to its end: at 80 and at 100 percent, once in a month of the tenant's each. */
@ApplicationScoped
public class UsageAlarms {

    private static final System.Logger LOG = System.getLogger(UsageAlarms.class.getName());

    private static final double WARNING_SHARE = 0.8;
    private static final int WARNING_PERCENT = 80;
    private static final int WAITING = 1_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int MOST_REMEMBERED = 20_000;

    /** Waits for nobody: whoever comes while another transaction tells leaves it to that one, or to the next. */
    private static final String ONCE = """
            INSERT INTO usage_alarms (name, month, percent) SELECT ?, ?, ?
             WHERE pg_try_advisory_xact_lock(hashtext(current_schema() || '.usage_alarms'), hashtext(?))
            ON CONFLICT DO NOTHING""";

    private record Told(TenantId tenant, String name, int percent) {}

    private final Database database;
    private final Quotas quotas;
    private final EventLog log;
    private final Clock clock;

    /** What this node has told apart: it need not ask the database each time. */
    private final Cache<Told, Boolean> told = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(MOST_REMEMBERED)
            .build();

    private final ThreadPoolExecutor apart = new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("flame-usage").daemon().factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    @Inject
    public UsageAlarms(Database database, Quotas quotas, EventLog log, Clock clock) {
        this.database = database;
        this.quotas = quotas;
        this.log = log;
        this.clock = clock;
        apart.allowCoreThreadTimeOut(true);
    }

    @PreDestroy
    void stop() {
        apart.shutdownNow();
    }

    /** Tells what is due at this use, in the transaction that leads to it. */
    void tell(Transaction tx, TenantQuota quota, QuotaUse use) throws SQLException {
        tell(tx, quota, use, false);
    }

    /** @param refused whether somebody has found no room: then the limit is reached, whatever is left of it */
    void tell(Transaction tx, TenantQuota quota, QuotaUse use, boolean refused) throws SQLException {
        int percent = refused ? QuotaReached.ALL : percent(use);
        Long allowed = use.limit();
        if (percent == 0 || allowed == null || !quota.tellsAlarms()) {
            return;
        }
        if (tx.update(ONCE, use.name(), quota.month(clock.instant()), percent, use.name() + percent) > 0) {
            log.publish(
                    tx, new QuotaReached(use.name(), percent, use.used(), allowed, use.resetsAt(), clock.instant()));
        }
    }

    /**
     * Tells soon, in a transaction of its own: whoever was refused rolls back, and whoever only counts calls has none.
     * Costs next to nothing when it has been told.
     *
     * @param percent 80 or 100, and no more than the use has reached
     */
    public void tellApart(TenantId tenant, QuotaUse use, int percent) {
        Told what = new Told(tenant, use.name(), percent);
        if (told.asMap().putIfAbsent(what, true) == null) {
            apart.execute(() -> tellNow(what, use));
        }
    }

    private void tellNow(Told what, QuotaUse use) {
        try {
            TenantQuota quota = quotas.of(what.tenant());
            database.runInTenant(what.tenant(), tx -> tell(tx, quota, use, what.percent() == QuotaReached.ALL));
        } catch (RuntimeException e) {
            told.invalidate(what);
            LOG.log(WARNING, "cannot tell tenant {0} about its limits: {1}", what.tenant(), e.getMessage());
        }
    }

    private static int percent(QuotaUse use) {
        Long allowed = use.limit();
        if (allowed == null || use.used() < allowed * WARNING_SHARE) {
            return 0;
        }
        return use.used() >= allowed ? QuotaReached.ALL : WARNING_PERCENT;
    }
}
