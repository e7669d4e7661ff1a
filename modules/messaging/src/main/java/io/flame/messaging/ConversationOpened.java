package io.flame.messaging;

import io.flame.kernel.Fact;
import java.util.UUID;

/** A conversation with a contact began. */
public record ConversationOpened(UUID conversationId, UUID contactId, String contactName, String platform)
        implements Fact {

    @Override
    public String type() {
        return "conversation.created";
    }
}
