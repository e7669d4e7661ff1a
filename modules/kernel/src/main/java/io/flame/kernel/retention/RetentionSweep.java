package io.flame.kernel.retention;

import static java.lang.System.Logger.Level.WARNING;

import io.flame.kernel.Jobs;
import io.flame.kernel.persistence.Database;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Gives every tenant its turn once a day. A tenant that waits has no job and costs nothing: one query finds those whose
 * time has come, whichever node asks first. Tenants that are shut keep everything until they are open again.
 */
@ApplicationScoped
public class RetentionSweep {

    private static final System.Logger LOG = System.getLogger(RetentionSweep.class.getName());

    private static final Duration BETWEEN_TURNS = Duration.ofDays(1);
    private static final int MOST_AT_ONCE = 100;
    private static final long LOOK_SECONDS = 60;
    private static final long PLATFORM_SECONDS = 3_600;

    private static final String ENQUEUE = """
            WITH due AS (
                SELECT slug FROM flame.tenants WHERE retention_due_at <= ? AND status = 'active'
                 ORDER BY retention_due_at LIMIT ? FOR UPDATE SKIP LOCKED),
            moved AS (
                UPDATE flame.tenants t SET retention_due_at = ? FROM due WHERE t.slug = due.slug RETURNING t.slug)
            INSERT INTO flame.jobs (tenant, kind, key, due_at) SELECT slug, ?, ?, ? FROM moved
            ON CONFLICT (tenant, kind, key) DO NOTHING""";

    private final Database database;
    private final Jobs jobs;
    private final Clock clock;
    private final List<PlatformExpiry> expiries;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("flame-retention").daemon().factory());

    @Inject
    public RetentionSweep(Database database, Jobs jobs, Clock clock, @Any Instance<PlatformExpiry> expiries) {
        this(database, jobs, clock, expiries.stream().toList());
    }

    public RetentionSweep(Database database, Jobs jobs, Clock clock, List<PlatformExpiry> expiries) {
        this.database = database;
        this.jobs = jobs;
        this.clock = clock;
        this.expiries = expiries;
    }

    void startUp(@Observes @Initialized(ApplicationScoped.class) Object ignored) {
        thread.scheduleWithFixedDelay(() -> quietly(this::enqueueDue), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        thread.scheduleWithFixedDelay(this::cleanPlatform, LOOK_SECONDS, PLATFORM_SECONDS, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }

    /** @return how many tenants get their turn now */
    public int enqueueDue() {
        Instant now = clock.instant();
        return database.inPlatform(tx -> {
            jobs.wakeAfter(tx);
            return tx.update(
                    ENQUEUE, now, MOST_AT_ONCE, now.plus(BETWEEN_TURNS), RetentionJob.KIND, RetentionJob.KEY, now);
        });
    }

    /** Removes from the platform's tables what nobody needs; one kind that fails does not keep the others. */
    public void cleanPlatform() {
        expiries.forEach(expiry -> quietly(() -> database.runInPlatform(tx -> expiry.remove(tx, clock.instant()))));
    }

    private static void quietly(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.log(WARNING, "cannot look for what need not be kept: {0}", String.valueOf(e));
        }
    }
}
