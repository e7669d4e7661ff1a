package io.flame.messaging;

import io.flame.kernel.Fact;
import java.util.UUID;

/** A conversation and all its messages are gone. */
public record ConversationDeleted(UUID conversationId) implements Fact {

    @Override
    public String type() {
        return "conversation.deleted";
    }
}
