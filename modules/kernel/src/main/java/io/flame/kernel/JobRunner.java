package io.flame.kernel;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import io.flame.kernel.JobStore.Claimed;
import io.flame.kernel.persistence.Database;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Claims due jobs and runs them on a few worker threads; sleeps until something commits a job or a second has passed. */
@ApplicationScoped
public class JobRunner {

    private static final System.Logger LOG = System.getLogger(JobRunner.class.getName());

    private static final int DEFAULT_WORKERS = 8;
    private static final long POLL_MILLIS = 1_000;
    private static final long HEARTBEAT_SECONDS = 10;
    private static final long FIRST_RETRY_MILLIS = 500;
    private static final long LONGEST_RETRY_MILLIS = 300_000;
    private static final int GRACE_SECONDS = 20;

    private final JobStore store;
    private final Jobs jobs;
    private final Map<String, JobHandler> handlers;
    private final int workers;
    private final ExecutorService pool;
    private final ScheduledExecutorService heartbeat = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("flame-jobs-heartbeat").daemon().factory());
    private final Semaphore wake = new Semaphore(0);
    private final Semaphore free;
    private final Map<TenantId, AtomicInteger> running = new ConcurrentHashMap<>();
    private final Thread claimer;
    private volatile boolean stopping;

    @Inject
    public JobRunner(Database database, Jobs jobs, Settings settings, @Any Instance<JobHandler> handlers) {
        this(
                database,
                jobs,
                settings.integer("FLAME_JOB_WORKERS", DEFAULT_WORKERS, 1, 256),
                handlers.stream().toList());
    }

    public JobRunner(Database database, Jobs jobs, int workers, Collection<? extends JobHandler> handlers) {
        this.store = new JobStore(database, UUID.randomUUID());
        this.jobs = jobs;
        this.handlers = handlers.stream().collect(Collectors.toMap(JobHandler::kind, Function.identity()));
        this.workers = workers;
        this.free = new Semaphore(workers);
        this.pool = Executors.newFixedThreadPool(
                workers, Thread.ofPlatform().name("flame-job-", 1).daemon().factory());
        this.claimer = Thread.ofPlatform().name("flame-jobs").daemon().unstarted(this::claimLoop);
    }

    void startUp(@Observes Startup ignored) {
        start();
    }

    public void start() {
        jobs.onWake(wake::release);
        heartbeat.scheduleAtFixedRate(
                () -> quietly(store::renew), HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        claimer.start();
    }

    /** Takes no new work, waits for what runs, and gives the rest back. */
    @PreDestroy
    public void stop() {
        stopping = true;
        claimer.interrupt();
        pool.shutdown();
        try {
            if (!pool.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        heartbeat.shutdownNow();
        quietly(store::releaseAll);
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
        try {
            return store.claim(handlers.keySet(), busyTenants(), slots);
        } catch (RuntimeException e) {
            LOG.log(WARNING, "cannot claim jobs: {0}", e.getMessage());
            return new ArrayList<>();
        }
    }

    /** Tenants that hold so many workers here that the rest must stay free for others. */
    private Set<String> busyTenants() {
        int most = Math.max(1, workers - Math.max(1, workers / 4));
        Set<String> busy = new HashSet<>();
        running.forEach((tenant, count) -> {
            if (workers > 1 && count.get() >= most) {
                busy.add(tenant.slug());
            }
        });
        return busy;
    }

    private void submit(Claimed job) {
        running.computeIfAbsent(job.run().tenant(), tenant -> new AtomicInteger())
                .incrementAndGet();
        pool.execute(() -> {
            try {
                runOne(job);
            } finally {
                running.computeIfPresent(
                        job.run().tenant(), (tenant, count) -> count.decrementAndGet() == 0 ? null : count);
                free.release();
            }
        });
    }

    private void runOne(Claimed job) {
        try {
            JobOutcome outcome =
                    Objects.requireNonNull(handlers.get(job.run().kind())).run(job.run());
            switch (outcome) {
                case JobOutcome.Done() -> finish(job);
                case JobOutcome.Later(Duration delay) -> store.release(job, 0, delay, "");
            }
        } catch (Exception e) {
            retryLater(job, e);
        } catch (Error e) {
            LOG.log(ERROR, "job " + job.run() + " died", e);
            retryLater(job, e);
        }
    }

    private void finish(Claimed job) {
        if (store.finish(job)) {
            wake.release();
        }
    }

    private void retryLater(Claimed job, Throwable cause) {
        int attempts = job.run().attempts() + 1;
        LOG.log(WARNING, "job " + job.run() + " failed, attempt " + attempts, cause);
        quietly(() -> store.release(job, attempts, backoff(attempts), String.valueOf(cause)));
    }

    private static Duration backoff(int attempts) {
        long full = Math.min(LONGEST_RETRY_MILLIS, FIRST_RETRY_MILLIS << Math.min(attempts, 20));
        return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }

    private static void quietly(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.log(WARNING, "the job table is out of reach: {0}", e.getMessage());
        }
    }
}
