package io.flame.provisioning;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Says for a worker that it lives: as often as it tells how far it has got, at most once a second, and by itself as long as
 * a step takes of which nothing can be told. Whoever has lost the run hears so at the next call.
 */
final class CapsuleHeartbeat implements CapsuleProgress, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CapsuleHeartbeat.class.getName());
    private static final Duration BETWEEN_NOTES = Duration.ofSeconds(1);
    static final Duration BETWEEN_BEATS = Duration.ofSeconds(5);

    private record Place(String step, long rows) {}

    private final CapsuleRuns runs;
    private final UUID holder;
    private final Runnable more;
    private final ScheduledExecutorService beats =
            Executors.newSingleThreadScheduledExecutor(CapsuleHeartbeat::newThread);
    private volatile Place place;
    private volatile boolean lost;
    private String noted = "";
    private long notedAt;

    /**
     * @param step what is done first
     * @param more done whenever it is noted that the work goes on
     */
    CapsuleHeartbeat(CapsuleRuns runs, UUID holder, String step, Duration between, Runnable more) {
        this.runs = runs;
        this.holder = holder;
        this.more = more;
        this.place = new Place(step, 0);
        beats.scheduleWithFixedDelay(this::beat, between.toMillis(), between.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void at(String step, long rows) {
        if (lost) {
            throw new CapsuleTakenOver();
        }
        place = new Place(step, rows);
        long time = System.nanoTime();
        if (step.equals(noted) && time - notedAt < BETWEEN_NOTES.toNanos()) {
            return;
        }
        noted = step;
        notedAt = time;
        runs.at(holder, step, rows);
        more.run();
    }

    private void beat() {
        try {
            Place now = place;
            runs.at(holder, now.step(), now.rows());
            more.run();
        } catch (CapsuleTakenOver other) {
            lost = true;
        } catch (RuntimeException failure) {
            LOG.log(WARNING, "cannot note that a capsule is worked on: {0}", SagaLog.text(failure));
        }
    }

    private static Thread newThread(Runnable action) {
        return Thread.ofPlatform().name("flame-capsule-heartbeat").daemon().unstarted(action);
    }

    @Override
    public void close() {
        beats.shutdown();
    }
}
