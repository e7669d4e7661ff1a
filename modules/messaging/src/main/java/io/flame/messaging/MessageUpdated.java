package io.flame.messaging;

import io.flame.kernel.Fact;
import java.util.UUID;

/** A message's state, or the reaction on it, has changed. */
public record MessageUpdated(UUID conversationId, MessageView message) implements Fact {

    @Override
    public String type() {
        return "message.updated";
    }
}
