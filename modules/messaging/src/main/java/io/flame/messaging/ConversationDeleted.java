package io.flame.messaging;

import io.flame.kernel.Fact;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A conversation and all its messages are gone.
 *
 * @param contactId whose it was: by it an erasure finds what the log still holds of the conversation; null in facts from
 *     before it was noted
 */
public record ConversationDeleted(
        UUID conversationId, @Nullable UUID contactId) implements Fact {

    @Override
    public String type() {
        return "conversation.deleted";
    }
}
