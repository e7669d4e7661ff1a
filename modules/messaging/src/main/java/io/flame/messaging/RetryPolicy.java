package io.flame.messaging;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** When a send that was refused for now is tried again, and when it is given up. */
final class RetryPolicy {

    /** As long as a customer's message keeps the reply window open. */
    private static final Duration LONGEST = Duration.ofHours(24);

    private static final long FIRST_MILLIS = 500;
    private static final long MOST_MILLIS = 60_000;

    private RetryPolicy() {}

    /** @param attempts sends tried so far; the provider's own wish, when it has one, is the least */
    static Duration delay(int attempts, Optional<Duration> retryAfter) {
        long full = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(attempts, 20));
        Duration own = Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
        return retryAfter.filter(wish -> wish.compareTo(own) > 0).orElse(own);
    }

    static boolean givesUp(Duration queuedFor) {
        return queuedFor.compareTo(LONGEST) > 0;
    }
}
