package io.flame.messaging;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A customer as the API shows it.
 *
 * @param phone in international digits
 */
public record ContactView(
        UUID id,
        String name,
        @Nullable String phone,
        @Nullable String email,
        Instant createdAt,
        Instant updatedAt) {

    static final String COLUMNS = "k.id, k.name, k.phone, k.email, k.created_at, k.updated_at";

    static ContactView read(ResultSet row) throws SQLException {
        return new ContactView(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getTimestamp(5).toInstant(),
                row.getTimestamp(6).toInstant());
    }
}
