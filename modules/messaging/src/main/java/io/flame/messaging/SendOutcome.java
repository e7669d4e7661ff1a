package io.flame.messaging;

import java.time.Duration;
import java.util.Optional;

/** What a provider made of a message. */
public sealed interface SendOutcome {

    /** The provider has taken it and given it an id. */
    record Accepted(String providerMessageId) implements SendOutcome {}

    /** It certainly was not taken, and trying again may help; not before {@code retryAfter}, when the provider said so. */
    record Deferred(DeliveryError error, Optional<Duration> retryAfter) implements SendOutcome {}

    /** It was refused for good. */
    record Rejected(DeliveryError error) implements SendOutcome {}

    /** The answer was lost: the provider may have taken it. It must not be sent again. */
    record InDoubt(String reason) implements SendOutcome {}
}
