package io.flame.messaging;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a message from a row that has the columns of {@link #COLUMNS}. */
final class MessageRow {

    static final String COLUMNS = """
            m.id, m.conversation_id, m.content, m.sender, m.sender_id, m.type, m.status, m.metadata::text, m.in_reply_to,
            m.created_at, m.sent_at, m.delivered_at, m.read_at, m.error_code, m.error_message""";

    private MessageRow() {}

    static MessageView read(ResultSet row) throws SQLException {
        String metadata = row.getString(8);
        String errorCode = row.getString(14);
        return new MessageView(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getString(3),
                row.getString(4),
                row.getObject(5, UUID.class),
                row.getString(6),
                row.getString(7),
                metadata == null ? "{}" : metadata,
                row.getObject(9, UUID.class),
                row.getTimestamp(10).toInstant(),
                instant(row, 11),
                instant(row, 12),
                instant(row, 13),
                errorCode == null ? null : new DeliveryError(errorCode, String.valueOf(row.getString(15))));
    }

    static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
