package io.flame.messaging;

import io.flame.kernel.Fact;
import io.flame.kernel.persistence.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Applies what providers say became of our messages, in any order and however often. */
final class StatusUpdates {

    private StatusUpdates() {}

    static List<Fact> apply(Transaction tx, List<InboundEvent.Status> statuses) throws SQLException {
        List<Fact> facts = new ArrayList<>();
        for (InboundEvent.Status status : statuses) {
            Optional<OutgoingMessage> found = find(tx, status);
            if (found.isEmpty()) {
                keepForLater(tx, status);
                continue;
            }
            found.get().hear(tx, status).ifPresent(facts::add);
        }
        return facts;
    }

    /** What came before the send call had answered, applied now that the provider's id is known. */
    static List<Fact> applyEarly(Transaction tx, UUID integrationId, String providerMessageId) throws SQLException {
        List<InboundEvent.Status> early = tx.query(
                """
                DELETE FROM early_statuses WHERE integration_id = ? AND provider_message_id = ?
                RETURNING status, occurred_at, error_code, error_message""",
                row -> new InboundEvent.Status(
                        integrationId,
                        providerMessageId,
                        Optional.empty(),
                        MessageStatus.of(row.getString(1)),
                        row.getString(3) == null
                                ? Optional.empty()
                                : Optional.of(new DeliveryError(row.getString(3), row.getString(4))),
                        row.getTimestamp(2).toInstant()),
                integrationId,
                providerMessageId);
        return apply(tx, early);
    }

    private static Optional<OutgoingMessage> find(Transaction tx, InboundEvent.Status status) throws SQLException {
        Optional<OutgoingMessage> byProviderId =
                OutgoingMessage.lock(tx, status.integrationId(), status.providerMessageId());
        if (byProviderId.isPresent() || status.messageId().isEmpty()) {
            return byProviderId;
        }
        return OutgoingMessage.lock(tx, status.messageId().get())
                .filter(message -> message.belongsTo(status.integrationId()));
    }

    private static void keepForLater(Transaction tx, InboundEvent.Status status) throws SQLException {
        tx.update(
                """
                INSERT INTO early_statuses
                       (integration_id, provider_message_id, status, occurred_at, error_code, error_message)
                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
                status.integrationId(),
                status.providerMessageId(),
                status.status(),
                status.occurredAt(),
                status.error().map(DeliveryError::code).orElse(null),
                status.error().map(DeliveryError::message).orElse(null));
    }
}
