package io.flame.messaging;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something a provider told us about one of a tenant's integrations. */
public sealed interface InboundEvent {

    UUID integrationId();

    /**
     * A message a customer wrote.
     *
     * @param sender who wrote it
     * @param providerMessageId the provider's id; a second message with the same id on this integration is dropped
     * @param content the text to show; empty when there is none
     * @param metadata a JSON object with what does not fit elsewhere, or null
     * @param replyTo the provider's id of the message this one answers
     * @param occurredAt the provider's time of the event, not of its arrival
     */
    record Message(
            UUID integrationId,
            Sender sender,
            String providerMessageId,
            MessageType type,
            String content,
            @Nullable String metadata,
            @Nullable String replyTo,
            List<Attachment> attachments,
            Instant occurredAt)
            implements InboundEvent {}

    /**
     * Who wrote a message.
     *
     * @param identities the ids by which the provider knows the customer on this integration, the most lasting one first;
     *     a customer known by any of them is the same contact and gets the others too. Never empty
     * @param name the profile name, if the provider sent one
     * @param phone in international digits without {@code +}, if known
     */
    record Sender(List<String> identities, Optional<String> name, Optional<String> phone) {
        public Sender {
            identities = List.copyOf(identities);
            if (identities.isEmpty()) {
                throw new IllegalArgumentException("a sender has at least one identity");
            }
        }
    }

    /**
     * A file a message refers to.
     *
     * @param mediaId the provider's id of the file, if it has one
     * @param url where it can be fetched now, if the provider said so
     * @param sha256 of the bytes, in lower-case hex, if the provider said so
     */
    record Attachment(
            @Nullable String mediaId,
            @Nullable String url,
            @Nullable String mimeType,
            @Nullable String sha256,
            @Nullable String fileName) {}

    /**
     * A customer's reaction to a message, or its removal.
     *
     * @param targetId the provider's id of the message reacted to
     * @param emoji the reaction, or null when it was taken back
     */
    record Reaction(
            UUID integrationId,
            Sender sender,
            String targetId,
            @Nullable String emoji,
            Instant occurredAt) implements InboundEvent {}

    /**
     * What became of a message we sent.
     *
     * @param providerMessageId the provider's id of the message
     * @param messageId our own id, when the provider echoes it; settles a send left in doubt
     * @param error why it failed, when it did
     */
    record Status(
            UUID integrationId,
            String providerMessageId,
            Optional<UUID> messageId,
            MessageStatus status,
            Optional<DeliveryError> error,
            Instant occurredAt)
            implements InboundEvent {}
}
