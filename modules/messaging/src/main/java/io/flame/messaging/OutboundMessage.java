package io.flame.messaging;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A message on its way to a customer.
 *
 * @param id our own id, for the provider to echo in its status webhooks
 * @param identities the customer's ids on this integration, the most lasting one first
 * @param phone in international digits, if known
 * @param metadata the message's JSON object, {@code {}} when there is none
 * @param replyTo the provider's id of the message this one answers, if any
 */
public record OutboundMessage(
        UUID id,
        UUID conversationId,
        UUID integrationId,
        List<String> identities,
        Optional<String> phone,
        MessageType type,
        String content,
        String metadata,
        Optional<String> replyTo) {}
