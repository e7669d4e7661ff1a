package io.flame.kernel;

import static java.lang.System.Logger.Level.WARNING;

import io.flame.kernel.JobStore.Claimed;
import io.flame.kernel.persistence.Database;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Claims due jobs and runs them on a few worker threads; sleeps until something commits a job or a second has passed. */
@ApplicationScoped
public class JobRunner {

    private static final System.Logger LOG = System.getLogger(JobRunner.class.getName());

    private static final int DEFAULT_WORKERS = 8;
    private static final long POLL_MILLIS = 1_000;
    private static final long FIRST_RETRY_MILLIS = 500;
    private static final long LONGEST_RETRY_MILLIS = 300_000;
    private static final int GRACE_SECONDS = 20;

    private final JobStore store;
    private final Jobs jobs;
    private final Map<String, JobHandler> handlers;
    private final int share;
    private final long heartbeatMillis;
    private final ExecutorService pool;
    private final ScheduledExecutorService heartbeat = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("flame-jobs-heartbeat").daemon().factory());
    private final Semaphore wake = new Semaphore(0);
    private final Semaphore free;
    private final RunningJobs running = new RunningJobs();
    private final Thread claimer;
    private volatile boolean stopping;

    /** Whether the last claim may have left jobs of a tenant that had its share: then the end of a run is a wake-up. */
    private volatile boolean heldBack;

    @Inject
    public JobRunner(Database database, Jobs jobs, Settings settings, @Any Instance<JobHandler> handlers) {
        this(
                database,
                jobs,
                settings.integer("FLAME_JOB_WORKERS", DEFAULT_WORKERS, 1, 256),
                handlers.stream().toList());
    }

    public JobRunner(Database database, Jobs jobs, int workers, Collection<? extends JobHandler> handlers) {
        this(database, jobs, workers, JobStore.LEASE, handlers);
    }

    JobRunner(Database database, Jobs jobs, int workers, Duration lease, Collection<? extends JobHandler> handlers) {
        this.store = new JobStore(database, UUID.randomUUID(), lease);
        this.jobs = jobs;
        this.handlers = handlers.stream().collect(Collectors.toMap(JobHandler::kind, Function.identity()));
        this.share = share(workers);
        this.heartbeatMillis = lease.toMillis() / 3;
        this.free = new Semaphore(workers);
        this.pool = Executors.newFixedThreadPool(
                workers, Thread.ofPlatform().name("flame-job-", 1).daemon().factory());
        this.claimer = Thread.ofPlatform().name("flame-jobs").daemon().unstarted(this::claimLoop);
    }

    void startUp(@Observes @Initialized(ApplicationScoped.class) Object ignored) {
        start();
    }

    public void start() {
        jobs.onWake(wake::release);
        heartbeat.scheduleAtFixedRate(
                () -> quietly(() -> store.renew(running.all())),
                heartbeatMillis,
                heartbeatMillis,
                TimeUnit.MILLISECONDS);
        claimer.start();
    }

    /** Takes no new work, waits for what runs, and gives the rest back. */
    @PreDestroy
    public void stop() {
        stopping = true;
        claimer.interrupt();
        try {
            claimer.join(Duration.ofSeconds(GRACE_SECONDS));
            pool.shutdown();
            if (!pool.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        heartbeat.shutdownNow();
        quietly(store::releaseAll);
    }

    /** A tenant alone leaves a quarter of the workers free, so that another's job need not wait for the end of a run. */
    private static int share(int workers) {
        return workers == 1 ? 1 : workers - Math.max(1, workers / 4);
    }

    private void claimLoop() {
        while (!stopping) {
            try {
                boolean foundAll = claimAndSubmit();
                if (foundAll) {
                    wake.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS);
                }
                wake.drainPermits();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Fills the free workers. False when there may be more to claim at once. */
    private boolean claimAndSubmit() throws InterruptedException {
        free.acquire();
        int slots = 1 + free.drainPermits();
        List<Claimed> claimed = claim(slots);
        claimed.forEach(this::submit);
        free.release(slots - claimed.size());
        return claimed.size() < slots;
    }

    private List<Claimed> claim(int slots) {
        heldBack = true;
        Map<TenantId, Integer> held = running.perTenant();
        try {
            List<Claimed> claimed = store.claim(handlers.keySet(), running, share, slots);
            claimed.forEach(job -> held.merge(job.run().tenant(), 1, Integer::sum));
            heldBack = held.values().stream().anyMatch(count -> count >= share);
            return claimed;
        } catch (RuntimeException e) {
            Complaint.log(LOG, "cannot claim jobs", e);
            return new ArrayList<>();
        }
    }

    private void submit(Claimed job) {
        running.add(job);
        pool.execute(() -> {
            try {
                settle(job, run(job));
            } finally {
                free.release();
            }
        });
    }

    /** Runs the handler; what comes back writes down how it ended. */
    private Runnable run(Claimed job) {
        try {
            JobOutcome outcome =
                    Objects.requireNonNull(handlers.get(job.run().kind())).run(job.run());
            return switch (outcome) {
                case JobOutcome.Done() -> () -> finish(job);
                case JobOutcome.Later(Duration delay) -> () -> release(job, 0, delay, "");
            };
        } catch (Exception | Error e) {
            int attempts = job.run().attempts() + 1;
            LOG.log(WARNING, "job " + job.run() + " failed, attempt " + attempts, e);
            return () -> release(job, attempts, backoff(attempts), Faults.text(e));
        }
    }

    /** Until the outcome is written down the job stays this node's: else it would be nobody's, or run twice. */
    private void settle(Claimed job, Runnable settlement) {
        try {
            settlement.run();
        } catch (RuntimeException e) {
            Complaint.log(LOG, "cannot settle " + job.run() + ", trying again", e);
            later(() -> settle(job, settlement), POLL_MILLIS);
            return;
        }
        running.remove(job);
        if (heldBack) {
            wake.release();
        }
    }

    private void finish(Claimed job) {
        if (store.finish(job)) {
            wake.release();
        }
    }

    private void release(Claimed job, int attempts, Duration delay, String error) {
        if (store.release(job, attempts, delay, error)) {
            wake.release();
        } else if (delay.toMillis() < POLL_MILLIS) {
            later(wake::release, delay.toMillis());
        }
    }

    private void later(Runnable action, long millis) {
        try {
            heartbeat.schedule(action, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(WARNING, "stopping: leases are given back unsettled");
        }
    }

    private static Duration backoff(int attempts) {
        long full = Math.min(LONGEST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(attempts, 20));
        return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }

    private static void quietly(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            Complaint.log(LOG, "the job table is out of reach", e);
        }
    }
}
