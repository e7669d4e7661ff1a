package io.flame.messaging;

import com.fasterxml.jackson.core.JsonGenerator;
import io.flame.kernel.Json;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.RowMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes everything that is held of one contact as one JSON object: {@code contact}, {@code identities},
 * {@code conversations} in the order in which they began, and of each of them in turn {@code messages}, {@code attachments}
 * (without their bytes) and {@code decisions}, oldest first; {@code deletedMessages} are what the log of facts still holds of
 * conversations that were deleted. It reads piece by piece and holds no connection while the
 * reader takes his time, so that what is said meanwhile may or may not be in it.
 */
@ApplicationScoped
public class ContactExport {

    private static final int PIECE = 500;

    private static final String CONVERSATIONS = "SELECT " + ConversationView.COLUMNS
            + " FROM conversations c WHERE c.contact_id = ? ORDER BY c.created_at, c.id";

    private static final String MESSAGES = "SELECT " + MessageRow.COLUMNS + ", m.seq FROM messages m"
            + " WHERE m.conversation_id = ? AND (m.created_at, m.seq) > (?, ?) ORDER BY m.created_at, m.seq LIMIT "
            + PIECE;

    private static final String ATTACHMENTS = """
            SELECT a.id, a.message_id, a.mime_type, a.file_name, a.sha256, a.size_bytes, a.status, a.created_at
              FROM attachments a JOIN messages m ON m.id = a.message_id
             WHERE m.conversation_id = ? ORDER BY m.created_at, m.seq, a.id""";

    private static final String DECISIONS =
            "SELECT " + Decisions.COLUMNS + " FROM decisions WHERE conversation_id = ? ORDER BY decided_at, message_id";

    private final Database database;
    private final Contacts contacts;

    @Inject
    public ContactExport(Database database, Contacts contacts) {
        this.database = database;
        this.contacts = contacts;
    }

    private record Identity(UUID integrationId, String identity, Instant createdAt) {}

    private record File(
            UUID id,
            UUID messageId,
            @Nullable String mimeType,
            @Nullable String fileName,
            @Nullable String sha256,
            @Nullable Long sizeBytes,
            String status,
            Instant createdAt) {}

    private record Said(MessageView message, long seq) {}

    /** @throws io.flame.kernel.Problem 404 for one that does not exist in this tenant, or was erased */
    public void write(TenantId tenant, UUID contact, OutputStream out) throws IOException {
        JsonGenerator json = Json.mapper().createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        ContactView person = contacts.get(tenant, contact);
        List<ConversationView> conversations = rows(tenant, CONVERSATIONS, ConversationView::read, contact);
        List<UUID> ids = conversations.stream().map(ConversationView::id).toList();
        json.writeStartObject();
        json.writePOJOField("contact", person);
        json.writePOJOField("identities", identities(tenant, contact));
        json.writePOJOField("conversations", conversations);
        writeMessages(json, tenant, ids);
        writeEach(json, tenant, ids, "attachments", ATTACHMENTS, ContactExport::file);
        writeEach(json, tenant, ids, "decisions", DECISIONS, Decisions::read);
        json.writePOJOField("deletedMessages", deletedMessages(tenant, contact));
        json.writeEndObject();
        json.close();
    }

    private void writeMessages(JsonGenerator json, TenantId tenant, List<UUID> conversations) throws IOException {
        json.writeArrayFieldStart("messages");
        for (UUID conversation : conversations) {
            List<Said> piece = messages(tenant, conversation, Instant.EPOCH, 0);
            while (!piece.isEmpty()) {
                for (Said said : piece) {
                    json.writePOJO(said.message());
                }
                Said last = piece.getLast();
                piece = messages(tenant, conversation, last.message().createdAt(), last.seq());
            }
        }
        json.writeEndArray();
    }

    private List<Said> messages(TenantId tenant, UUID conversation, Instant after, long seq) {
        RowMapper<Said> mapper = row -> new Said(MessageRow.read(row), row.getLong(16));
        return rows(tenant, MESSAGES, mapper, conversation, after, seq);
    }

    private <R> void writeEach(
            JsonGenerator json,
            TenantId tenant,
            List<UUID> conversations,
            String field,
            String sql,
            RowMapper<R> mapper)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (UUID conversation : conversations) {
            for (R row : rows(tenant, sql, mapper, conversation)) {
                json.writePOJO(row);
            }
        }
        json.writeEndArray();
    }

    private List<Identity> identities(TenantId tenant, UUID contact) {
        return rows(
                tenant,
                """
                SELECT integration_id, identity, created_at FROM contact_identities
                 WHERE contact_id = ? ORDER BY created_at, integration_id, identity""",
                row -> new Identity(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getTimestamp(3).toInstant()),
                contact);
    }

    private List<MessageView> deletedMessages(TenantId tenant, UUID contact) {
        return database.inTenant(tenant, tx -> {
            tx.update(Erasures.PATIENCE);
            return DeletedConversations.messages(tx, contact);
        });
    }

    private <R> List<R> rows(TenantId tenant, String sql, RowMapper<R> mapper, @Nullable Object... values) {
        return database.inTenant(tenant, tx -> tx.query(sql, mapper, values));
    }

    private static File file(ResultSet row) throws SQLException {
        return new File(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getObject(6, Long.class),
                row.getString(7),
                row.getTimestamp(8).toInstant());
    }
}
