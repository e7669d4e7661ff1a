package io.flame.api.limit;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** After a failure nobody goes through for a while; then one goes ahead to see, and the pauses grow while it fails. */
final class Breaker {

    private static final long SHORTEST_NANOS = 500_000_000L;
    private static final long LONGEST_NANOS = 8_000_000_000L;
    private static final long CLOSED = 0;

    private final LongSupplier clock;
    private final long started;
    /** When the next one may try, in nanoseconds since the start and 1 or more; 0 while all may pass. */
    private final AtomicLong retryAt = new AtomicLong(CLOSED);

    private volatile long pause = SHORTEST_NANOS;

    Breaker(LongSupplier clock) {
        this.clock = clock;
        this.started = clock.getAsLong();
    }

    boolean enter() {
        long retry = retryAt.get();
        if (retry == CLOSED) {
            return true;
        }
        return now() >= retry && retryAt.compareAndSet(retry, now() + pause);
    }

    void succeeded() {
        if (retryAt.get() != CLOSED) {
            pause = SHORTEST_NANOS;
            retryAt.set(CLOSED);
        }
    }

    /** Tells whether this failure is the first one, so the one to speak of. */
    boolean failed() {
        long before = retryAt.get();
        pause = before == CLOSED ? SHORTEST_NANOS : Math.min(2 * pause, LONGEST_NANOS);
        retryAt.set(now() + pause);
        return before == CLOSED;
    }

    private long now() {
        return clock.getAsLong() - started + 1;
    }
}
