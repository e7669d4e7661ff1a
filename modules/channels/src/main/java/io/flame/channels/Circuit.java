package io.flame.channels;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Breaker and bulkhead of one integration. After some transport failures in a row no call is made for a while, then one
 * goes ahead to see; and a provider that answers slowly holds only so many workers.
 */
final class Circuit {

    private static final int FAILURES_TO_OPEN = 5;
    private static final int MOST_CALLS = 8;
    private static final Duration OPEN_FOR = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Clock clock;
    private int failures;
    private int calls;
    private @Nullable Instant openUntil;

    Circuit(Clock clock) {
        this.clock = clock;
    }

    /** Lets a call through, which then has to be {@link #leave left}; or says how long to wait. */
    synchronized Optional<Duration> enter() {
        Instant now = clock.instant();
        if (openUntil != null && now.isBefore(openUntil)) {
            return Optional.of(Duration.between(now, openUntil));
        }
        boolean probing = openUntil != null;
        if (calls >= (probing ? 1 : MOST_CALLS)) {
            return Optional.of(SOON);
        }
        calls++;
        return Optional.empty();
    }

    synchronized void leave(boolean transportFailed) {
        calls--;
        if (!transportFailed) {
            failures = 0;
            openUntil = null;
            return;
        }
        failures++;
        if (failures >= FAILURES_TO_OPEN) {
            openUntil = clock.instant().plus(OPEN_FOR);
        }
    }
}
