package io.flame.twins;

import java.time.Duration;

/**
 * How fast the outside parties act.
 *
 * @param status time from accepting a message to the status {@code sent}, and from that to {@code delivered}
 * @param answer how long FLAME may take to answer a webhook before that counts as a failure
 * @param firstRetry time to the first repetition of a webhook; each further one waits twice as long, 30 s at most
 * @param retryFor when to stop repeating
 */
public record Timing(Duration status, Duration answer, Duration firstRetry, Duration retryFor) {

    /** As quick as a provider on a good day, and patient enough for FLAME to be restarted. */
    public static Timing normal() {
        return new Timing(
                Duration.ofMillis(60), Duration.ofSeconds(10), Duration.ofMillis(500), Duration.ofMinutes(15));
    }
}
