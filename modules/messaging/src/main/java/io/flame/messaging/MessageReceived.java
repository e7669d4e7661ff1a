package io.flame.messaging;

import io.flame.kernel.Fact;
import java.util.UUID;

/**
 * A customer's message was stored.
 *
 * @param unreadCount unread messages of the conversation, this one counted
 */
public record MessageReceived(
        UUID conversationId, UUID integrationId, String contactName, int unreadCount, MessageView message)
        implements Fact {

    @Override
    public String type() {
        return "message.created";
    }
}
