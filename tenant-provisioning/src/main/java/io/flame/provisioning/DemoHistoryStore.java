package io.flame.provisioning;

import io.flame.kernel.persistence.Transaction;
import io.flame.provisioning.DemoConversation.Message;
import io.flame.provisioning.DemoConversation.Sender;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the past into a tenant's tables, a few statements for all of it. */
record DemoHistoryStore(Transaction tx, UUID integration, UUID assistant) {
    private static final String CONTACT =
            "INSERT INTO contacts (id, name, phone, created_at, updated_at) VALUES (?, ?, ?, ?, ?)";
    private static final String IDENTITY =
            "INSERT INTO contact_identities (integration_id, identity, contact_id, created_at) VALUES (?, ?, ?, ?)";
    private static final String CONVERSATION =
            "INSERT INTO conversations (id, contact_id, integration_id, contact_name, contact_phone, platform, status, priority,"
                    + " tags, user_id, assigned_assistant_id, last_message, last_message_time, last_inbound_at, last_agent_at,"
                    + " unread_count, created_at, updated_at)"
                    + " VALUES (?, ?, ?, ?, ?, 'whatsapp', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String MESSAGE =
            "INSERT INTO messages (id, conversation_id, integration_id, provider_message_id, content, sender, sender_id, status,"
                    + " in_reply_to, created_at, received_at, sent_at, delivered_at, read_at, failed_at, error_code,"
                    + " error_message, send_attempts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String DECISION =
            "INSERT INTO decisions (message_id, conversation_id, assistant_id, outcome, reason, answer_id, decided_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?)";

    /** So that the assistant does not answer the past. */
    private static final String ALL_DECIDED =
            "UPDATE conversations c SET answered_seq = coalesce((SELECT max(m.seq) FROM messages m"
                    + " WHERE m.conversation_id = c.id AND m.sender = 'user'), 0) WHERE c.integration_id = ?";

    private static final int DELIVERED_AFTER_SECONDS = 2;
    private static final int READ_AFTER_SECONDS = 20;
    private static final String WINDOW_CLOSED = "131047";

    /** A message within its conversation. */
    private record Placed(DemoConversation conversation, Message message) {}

    void write(List<DemoConversation> conversations) throws SQLException {
        batch(CONTACT, conversations, DemoHistoryStore::contact);
        batch(IDENTITY, conversations, this::identity);
        batch(CONVERSATION, conversations, this::conversation);
        List<Placed> messages = conversations.stream()
                .flatMap(conversation -> conversation.messages().stream().map(each -> new Placed(conversation, each)))
                .sorted(Comparator.comparing(placed -> placed.message().at()))
                .toList();
        batch(MESSAGE, messages, this::message);
        batch(
                DECISION,
                messages.stream().filter(placed -> placed.message().incoming()).toList(),
                this::decision);
        tx.update(ALL_DECIDED, integration);
    }

    boolean knows(String identity) throws SQLException {
        return tx.queryOne(
                        "SELECT 1 FROM contact_identities WHERE integration_id = ? AND identity = ?",
                        row -> row.getInt(1),
                        integration,
                        identity)
                .isPresent();
    }

    private static @Nullable Object[] contact(DemoConversation conversation) {
        Object created = time(conversation.messages().getFirst().at());
        return new @Nullable Object[] {
            conversation.contact(), conversation.customer(), conversation.identity(), created, created
        };
    }

    private @Nullable Object[] identity(DemoConversation conversation) {
        Object created = time(conversation.messages().getFirst().at());
        return new @Nullable Object[] {integration, conversation.identity(), conversation.contact(), created};
    }

    private @Nullable Object[] conversation(DemoConversation conversation) throws SQLException {
        return new @Nullable Object[] {
            conversation.id(),
            conversation.contact(),
            integration,
            conversation.customer(),
            conversation.identity(),
            conversation.status(),
            conversation.priority(),
            tx.connection().createArrayOf("text", conversation.tags().toArray()),
            conversation.agent(),
            assistant,
            conversation.last().content(),
            time(conversation.last().at()),
            time(conversation.lastOf(Sender.USER)),
            time(conversation.lastOf(Sender.AGENT)),
            conversation.unread(),
            time(conversation.messages().getFirst().at()),
            time(conversation.last().at())
        };
    }

    private @Nullable Object[] message(Placed placed) {
        Message message = placed.message();
        boolean outgoing = !message.incoming();
        boolean failed = message.status().equals("failed");
        boolean read = message.status().equals("read");
        boolean delivered = read || message.status().equals("delivered");
        return new @Nullable Object[] {
            message.id(),
            placed.conversation().id(),
            integration,
            "wamid.DEMO" + message.id().toString().replace("-", "").toUpperCase(Locale.ROOT),
            message.content(),
            message.sender().name().toLowerCase(Locale.ROOT),
            sender(placed),
            message.status(),
            message.answerTo(),
            time(message.at()),
            time(message.at()),
            outgoing ? time(message.at().plusMillis(400)) : null,
            outgoing && delivered ? time(message.at().plusSeconds(DELIVERED_AFTER_SECONDS)) : null,
            outgoing && read ? time(message.at().plusSeconds(READ_AFTER_SECONDS)) : null,
            failed ? time(message.at().plusSeconds(1)) : null,
            failed ? WINDOW_CLOSED : null,
            failed ? "The 24-hour window is closed: use a template" : null,
            outgoing ? 1 : 0
        };
    }

    private @Nullable UUID sender(Placed placed) {
        return switch (placed.message().sender()) {
            case USER -> null;
            case ASSISTANT -> assistant;
            case AGENT -> placed.conversation().agent();
        };
    }

    private @Nullable Object[] decision(Placed placed) {
        Optional<Message> answer = placed.conversation().messages().stream()
                .filter(each -> placed.message().id().equals(each.answerTo()))
                .findFirst();
        return new @Nullable Object[] {
            placed.message().id(),
            placed.conversation().id(),
            assistant,
            answer.isPresent() ? "answered" : "silent",
            answer.isPresent() ? "within_schedule" : "person_on_it",
            answer.map(Message::id).orElse(null),
            time(placed.message().at().plusMillis(200))
        };
    }

    private static Object time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Object time(Optional<Instant> instant) {
        return instant.map(DemoHistoryStore::time).orElse(null);
    }

    @FunctionalInterface
    private interface Columns<T> {
        @Nullable
        Object[] of(T row) throws SQLException;
    }

    private <T> void batch(String sql, List<T> rows, Columns<T> columns) throws SQLException {
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            for (T row : rows) {
                @Nullable Object[] values = columns.of(row);
                for (int index = 0; index < values.length; index++) {
                    statement.setObject(index + 1, values[index]);
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
