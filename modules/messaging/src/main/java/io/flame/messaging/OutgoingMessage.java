package io.flame.messaging;

import io.flame.kernel.Fact;
import io.flame.kernel.persistence.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message of ours, locked, whose state is about to move. */
record OutgoingMessage(MessageView view, @Nullable UUID integrationId, MessageStatus status) {

    private static final String SELECT = "SELECT " + MessageRow.COLUMNS + ", m.integration_id FROM messages m ";

    private static final String BY_PROVIDER_ID = "WHERE m.integration_id = ? AND m.provider_message_id IN (?, "
            + ErasedId.of("?") + ") AND m.sender <> 'user' FOR UPDATE";

    static Optional<OutgoingMessage> lock(Transaction tx, UUID id) throws SQLException {
        return tx.queryOne(SELECT + "WHERE m.id = ? AND m.sender <> 'user' FOR UPDATE", OutgoingMessage::read, id);
    }

    static Optional<OutgoingMessage> lock(Transaction tx, UUID integrationId, String providerId) throws SQLException {
        return tx.queryOne(SELECT + BY_PROVIDER_ID, OutgoingMessage::read, integrationId, providerId, providerId);
    }

    private static OutgoingMessage read(ResultSet row) throws SQLException {
        MessageView view = MessageRow.read(row);
        return new OutgoingMessage(view, row.getObject(16, UUID.class), MessageStatus.of(view.status()));
    }

    boolean belongsTo(UUID integration) {
        return integration.equals(integrationId);
    }

    /** Moves forward as far as the status says, and notes when each state was reached. Empty when nothing changed. */
    Optional<Fact> hear(Transaction tx, InboundEvent.Status heard) throws SQLException {
        MessageStatus after = status.join(heard.status());
        DeliveryError error = after == MessageStatus.FAILED ? heard.error().orElse(view.error()) : null;
        boolean told = alreadyTold(heard.status());
        tx.update(
                """
                UPDATE messages SET status = ?, provider_message_id = coalesce(provider_message_id, %s),
                       sent_at = coalesce(sent_at, ?), delivered_at = coalesce(delivered_at, ?),
                       read_at = coalesce(read_at, ?), failed_at = coalesce(failed_at, ?),
                       error_code = ?, error_message = ?, send_started_at = NULL
                 WHERE id = ?""".formatted(ErasedId.LEARNED),
                after,
                heard.providerMessageId(),
                heard.providerMessageId(),
                when(heard, MessageStatus.SENT),
                when(heard, MessageStatus.DELIVERED),
                when(heard, MessageStatus.READ),
                when(heard, MessageStatus.FAILED),
                error == null ? null : error.code(),
                error == null ? null : error.message(),
                view.id());
        if (after == status && told) {
            return Optional.empty();
        }
        return Optional.of(fact(tx, heard.occurredAt()));
    }

    private Fact fact(Transaction tx, Instant at) throws SQLException {
        OutgoingMessage now = lock(tx, view.id()).orElseThrow();
        DeliveryError error = now.view.error();
        if (now.status == MessageStatus.FAILED && error != null) {
            return new MessageFailed(view.conversationId(), integrationId, now.view, error, at);
        }
        return new MessageUpdated(view.conversationId(), now.view);
    }

    private boolean alreadyTold(MessageStatus heard) {
        return switch (heard) {
            case SENT -> view.sentAt() != null;
            case DELIVERED -> view.deliveredAt() != null;
            case READ -> view.readAt() != null;
            case FAILED -> status == MessageStatus.FAILED;
            case QUEUED, UNKNOWN -> true;
        };
    }

    private static @Nullable Instant when(InboundEvent.Status heard, MessageStatus status) {
        return heard.status() == status ? heard.occurredAt() : null;
    }
}
