package io.flame.identity.people;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.flame.identity.Role;
import io.flame.identity.Visibility;
import io.flame.kernel.Tagged;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A member of a tenant as colleagues see them.
 *
 * @param id also the id of the account behind it
 * @param active whether they may sign in; nobody is ever deleted
 * @param visibility which conversations they see
 * @param version for {@code ETag}
 */
public record PersonView(
        UUID id,
        String email,
        String name,
        Role role,
        @JsonProperty("isActive") boolean active,
        Visibility visibility,
        @Nullable String avatarUrl,
        @Nullable String locale,
        @Nullable String timeZone,
        Instant createdAt,
        Instant updatedAt,
        @JsonIgnore int version)
        implements Tagged {

    static final String COLUMNS =
            "id, email, name, role, is_active, avatar_url, locale, time_zone, created_at, updated_at, version, visibility";

    static PersonView read(ResultSet row) throws SQLException {
        return new PersonView(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                Role.of(row.getString(4)).orElse(Role.USER),
                row.getBoolean(5),
                Visibility.of(row.getString(12)).orElse(Visibility.OWN),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getTimestamp(9).toInstant(),
                row.getTimestamp(10).toInstant(),
                row.getInt(11));
    }

    boolean isActiveAdmin() {
        return active && role == Role.ADMIN;
    }
}
