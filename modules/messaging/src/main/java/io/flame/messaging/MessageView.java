package io.flame.messaging;

import com.fasterxml.jackson.annotation.JsonRawValue;
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
        @JsonRawValue String metadata,
        @Nullable UUID inReplyTo,
        Instant createdAt,
        @Nullable Instant sentAt,
        @Nullable Instant deliveredAt,
        @Nullable Instant readAt,
        @Nullable DeliveryError error) {}
