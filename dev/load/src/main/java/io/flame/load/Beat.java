package io.flame.load;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/**
 * Calls at a fixed rate, whether or not earlier calls have been answered: what a slow server makes others wait is part
 * of what is measured. Each duration counts from the moment at which the call was due.
 */
final class Beat implements AutoCloseable {
    private final Samples samples = new Samples();
    private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Thread clock;

    private Beat(double perSecond, LongFunction<Reply> call) {
        long pause = (long) (1_000_000_000 / perSecond);
        this.clock = Thread.ofPlatform().name("beat").daemon().start(() -> tick(pause, call));
    }

    /** @param call makes the call of that number, from 0 */
    static Beat start(double perSecond, LongFunction<Reply> call) {
        return new Beat(perSecond, call);
    }

    /** The same for a time, with all its answers. */
    static Beat during(Duration time, double perSecond, LongFunction<Reply> call) throws InterruptedException {
        Beat beat = start(perSecond, call);
        Thread.sleep(time);
        beat.close();
        return beat;
    }

    Samples samples() {
        return samples;
    }

    /** Calls with another answer than 200, those without one included. */
    long failures() {
        return statuses.entrySet().stream()
                .filter(entry -> entry.getKey() != 200)
                .mapToLong(entry -> entry.getValue().sum())
                .sum();
    }

    /** How often each status came. */
    String statuses() {
        return statuses.toString();
    }

    private void tick(long pause, LongFunction<Reply> call) {
        long due = System.nanoTime();
        for (long number = 0; !stopped.get(); number++) {
            LockSupport.parkNanos(due - System.nanoTime());
            launch(number, due, call);
            due += pause;
        }
    }

    private void launch(long number, long due, LongFunction<Reply> call) {
        calls.execute(() -> {
            Reply reply = call.apply(number);
            samples.add(System.nanoTime() - due);
            statuses.computeIfAbsent(reply.status(), status -> new LongAdder()).increment();
        });
    }

    /** Makes no more calls and waits for the answers that are still to come. */
    @Override
    public void close() {
        stopped.set(true);
        try {
            clock.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        calls.close();
    }
}
