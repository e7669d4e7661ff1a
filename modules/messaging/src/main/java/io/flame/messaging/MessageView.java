package io.flame.messaging;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message as the API and the event log show it. */
public record MessageView(
        UUID id,
        UUID conversationId,
        String content,
        String sender,
        @Nullable UUID senderId,
        String type,
        String status,

        @JsonRawValue @JsonDeserialize(using = RawJson.class)
        String metadata,

        @Nullable UUID inReplyTo,
        Instant createdAt,
        @Nullable Instant sentAt,
        @Nullable Instant deliveredAt,
        @Nullable Instant readAt,
        @Nullable DeliveryError error) {

    /** A text of ours that has just been stored and waits to be sent. */
    static MessageView queued(
            UUID id,
            UUID conversationId,
            String text,
            String sender,
            UUID senderId,
            @Nullable UUID inReplyTo,
            Instant at) {
        return new MessageView(
                id,
                conversationId,
                text,
                sender,
                senderId,
                MessageType.TEXT.word(),
                MessageStatus.QUEUED.word(),
                "{}",
                inReplyTo,
                at,
                null,
                null,
                null,
                null);
    }

    MessageView withMetadata(String json) {
        return new MessageView(
                id,
                conversationId,
                content,
                sender,
                senderId,
                type,
                status,
                json,
                inReplyTo,
                createdAt,
                sentAt,
                deliveredAt,
                readAt,
                error);
    }
}
