package io.flame.messaging;

import io.flame.kernel.Fact;
import java.util.List;
import java.util.UUID;

/**
 * Something about a conversation is different now.
 *
 * @param fields the names of the API's fields that changed
 */
public record ConversationChanged(UUID conversationId, List<String> fields) implements Fact {

    @Override
    public String type() {
        return "conversation.updated";
    }
}
