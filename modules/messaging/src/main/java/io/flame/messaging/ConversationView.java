package io.flame.messaging;

import io.flame.kernel.Tagged;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as the API shows it.
 *
 * @param userId the agent it is assigned to
 * @param version the number behind the ETag; grows with every change of an editable field
 */
public record ConversationView(
        UUID id,
        @Nullable UUID userId,
        UUID contactId,
        @Nullable UUID integrationId,
        String contactName,
        @Nullable String contactPhone,
        @Nullable String contactEmail,
        String platform,
        String status,
        String priority,
        @Nullable UUID assignedAssistantId,
        @Nullable String lastMessage,
        @Nullable Instant lastMessageTime,
        int unreadCount,
        List<String> tags,
        int version,
        Instant createdAt,
        Instant updatedAt)
        implements Tagged {

    static final String COLUMNS = """
            c.id, c.user_id, c.contact_id, c.integration_id, c.contact_name, c.contact_phone, c.contact_email, c.platform,
            c.status, c.priority, c.assigned_assistant_id, c.last_message, c.last_message_time, c.unread_count, c.tags,
            c.version, c.created_at, c.updated_at""";

    static ConversationView read(ResultSet row) throws SQLException {
        Array tags = row.getArray(15);
        return new ConversationView(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                row.getObject(4, UUID.class),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getObject(11, UUID.class),
                row.getString(12),
                MessageRow.instant(row, 13),
                row.getInt(14),
                List.of((String[]) tags.getArray()),
                row.getInt(16),
                row.getTimestamp(17).toInstant(),
                row.getTimestamp(18).toInstant());
    }
}
