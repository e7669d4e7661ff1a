package io.flame.messaging;

import io.flame.kernel.Fact;
import java.util.UUID;

/** A message of an agent or an assistant was stored and waits to be sent. */
public record MessageQueued(UUID conversationId, MessageView message) implements Fact {

    @Override
    public String type() {
        return "message.created";
    }
}
