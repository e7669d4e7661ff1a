package io.flame.messaging;

import io.flame.kernel.Fact;
import io.flame.kernel.persistence.Transaction;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A conversation's queued messages in the order they were written. */
final class Outbox {

    /**
     * @param begun whether a send of it was begun and never ended
     * @param pause how long the provider, or our own patience, still forbids the next try
     */
    record Item(
            OutboundMessage message,
            Platform platform,
            Optional<UUID> integrationId,
            boolean begun,
            int attempts,
            Duration queuedFor,
            Duration pause) {}

    private static final String NEXT = """
            SELECT m.id, m.content, m.type, coalesce(m.metadata::text, '{}') AS metadata, m.send_started_at IS NOT NULL AS begun,
                   m.send_attempts, extract(epoch FROM now() - m.received_at) AS age,
                   greatest(0, extract(epoch FROM m.send_after - now())) AS pause,
                   c.integration_id, c.platform, c.contact_phone,
                   (SELECT r.provider_message_id FROM messages r WHERE r.id = m.in_reply_to AND m.sender = 'agent') AS reply_to,
                   ARRAY(SELECT i.identity FROM contact_identities i
                          WHERE i.contact_id = c.contact_id AND i.integration_id = c.integration_id
                          ORDER BY i.created_at, i.identity) AS identities
              FROM messages m JOIN conversations c ON c.id = m.conversation_id
             WHERE m.conversation_id = ? AND m.status = 'queued' ORDER BY m.seq LIMIT 1""";

    private Outbox() {}

    static Optional<Item> next(Transaction tx, UUID conversation) throws SQLException {
        return tx.queryOne(NEXT, row -> item(conversation, row), conversation);
    }

    static void markBegun(Transaction tx, UUID id) throws SQLException {
        tx.update("UPDATE messages SET send_started_at = now(), send_attempts = send_attempts + 1 WHERE id = ?", id);
    }

    static void postpone(Transaction tx, UUID id, DeliveryError error, Duration delay) throws SQLException {
        tx.update("""
                UPDATE messages SET send_started_at = NULL, error_code = ?, error_message = ?,
                       send_after = now() + ? * interval '1 millisecond' WHERE id = ?""", error.code(), error.message(), delay.toMillis(), id);
    }

    /** The provider has it. A status webhook may have been quicker: the state never moves back. */
    static List<Fact> accept(Transaction tx, UUID id, String providerMessageId) throws SQLException {
        return told(tx, tx.update("""
                        UPDATE messages SET provider_message_id = %s, sent_at = coalesce(sent_at, now()),
                               send_started_at = NULL,
                               status = CASE WHEN status IN ('queued', 'unknown') THEN 'sent' ELSE status END,
                               error_code = CASE WHEN status = 'failed' THEN error_code END,
                               error_message = CASE WHEN status = 'failed' THEN error_message END
                         WHERE id = ?""".formatted(ErasedId.LEARNED), providerMessageId, providerMessageId, id), id);
    }

    static List<Fact> putInDoubt(Transaction tx, UUID id) throws SQLException {
        return told(tx, tx.update("""
                        UPDATE messages SET status = 'unknown', send_started_at = NULL
                         WHERE id = ? AND status = 'queued'""", id), id);
    }

    static List<Fact> reject(Transaction tx, UUID id, DeliveryError error) throws SQLException {
        int changed = tx.update("""
                UPDATE messages SET status = 'failed', failed_at = now(), send_started_at = NULL,
                       error_code = ?, error_message = ?
                 WHERE id = ? AND status = 'queued'""", error.code(), error.message(), id);
        if (changed == 0) {
            return List.of();
        }
        OutgoingMessage message = OutgoingMessage.lock(tx, id).orElseThrow();
        return List.of(new MessageFailed(
                message.view().conversationId(), message.integrationId(), message.view(), error, Instant.now()));
    }

    private static List<Fact> told(Transaction tx, int changed, UUID id) throws SQLException {
        if (changed == 0) {
            return List.of();
        }
        MessageView view = OutgoingMessage.lock(tx, id).orElseThrow().view();
        return List.of(new MessageUpdated(view.conversationId(), view));
    }

    private static Item item(UUID conversation, ResultSet row) throws SQLException {
        UUID integration = row.getObject("integration_id", UUID.class);
        Array identities = row.getArray("identities");
        OutboundMessage message = new OutboundMessage(
                row.getObject("id", UUID.class),
                conversation,
                integration == null ? conversation : integration,
                List.of((String[]) identities.getArray()),
                Optional.ofNullable(row.getString("contact_phone")),
                MessageType.valueOf(row.getString("type").toUpperCase(java.util.Locale.ROOT)),
                row.getString("content"),
                row.getString("metadata"),
                Optional.ofNullable(row.getString("reply_to")));
        return new Item(
                message,
                Platform.of(row.getString("platform")).orElseThrow(),
                Optional.ofNullable(integration),
                row.getBoolean("begun"),
                row.getInt("send_attempts"),
                seconds(row.getDouble("age")),
                seconds(row.getDouble("pause")));
    }

    private static Duration seconds(double value) {
        return Duration.ofMillis((long) Math.ceil(value * 1_000));
    }
}
