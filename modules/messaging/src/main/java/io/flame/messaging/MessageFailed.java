package io.flame.messaging;

import io.flame.kernel.Fact;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message to a customer was refused for good. */
public record MessageFailed(
        UUID conversationId, @Nullable UUID integrationId, MessageView message, DeliveryError error, Instant failedAt)
        implements Fact {

    @Override
    public String type() {
        return "message.updated";
    }
}
