package io.flame.feed;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The few threads of this module. Live readers have their own, so that many clients who catch up or sign in at once do
 * not hold up the live stream.
 */
@ApplicationScoped
public class FeedThreads {

    private static final System.Logger LOG = System.getLogger(FeedThreads.class.getName());
    private static final int THREADS = 4;

    private final ExecutorService live = pool("flame-feed-live-");
    private final ExecutorService arrivals = pool("flame-feed-arrival-");
    private final ScheduledExecutorService timer = newTimer();

    /** Reads logs for rooms. */
    void live(Runnable task) {
        run(live, task);
    }

    /** Checks tokens and catches up. */
    public void arrival(Runnable task) {
        run(arrivals, task);
    }

    /** Runs something short after a while. */
    public void later(Duration delay, Runnable task) {
        try {
            timer.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // the application is stopping
        }
    }

    /** Runs something short again and again. */
    public void every(Duration period, Runnable task) {
        timer.scheduleWithFixedDelay(guarded(task), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** For the heartbeats of connections. */
    public ScheduledExecutorService timer() {
        return timer;
    }

    private static ScheduledExecutorService newTimer() {
        ScheduledThreadPoolExecutor created = new ScheduledThreadPoolExecutor(
                2, Thread.ofPlatform().name("flame-feed-timer-", 1).daemon().factory());
        created.setRemoveOnCancelPolicy(true);
        return created;
    }

    @PreDestroy
    void stop() {
        live.shutdownNow();
        arrivals.shutdownNow();
        timer.shutdownNow();
    }

    private static void run(ExecutorService pool, Runnable task) {
        try {
            pool.execute(guarded(task));
        } catch (RejectedExecutionException e) {
            // the application is stopping
        }
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.log(WARNING, "a task of the feed failed", e);
            }
        };
    }

    private static ExecutorService pool(String name) {
        return Executors.newFixedThreadPool(
                THREADS, Thread.ofPlatform().name(name, 1).daemon().factory());
    }
}
