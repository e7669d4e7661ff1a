package io.flame.twins;

import java.time.Duration;
import java.util.Optional;

/**
 * What happens to one call that asks to send a message.
 *
 * @param fault fails this way instead of accepting the message
 * @param hold after accepting it, keeps the answer back so long
 * @param delay time before any answer
 * @param statusBefore posts the status webhooks first and answers so long after them
 * @param retryAfter seconds for the header of that name with status 429, negative for none
 */
record SendPlan(
        Optional<Fault> fault,
        Optional<Duration> hold,
        Duration delay,
        Optional<Duration> statusBefore,
        long retryAfter) {
    static final SendPlan NORMAL =
            new SendPlan(Optional.empty(), Optional.empty(), Duration.ZERO, Optional.empty(), -1);
}
