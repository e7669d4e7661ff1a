package io.flame.identity.people;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.flame.kernel.Tagged;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A team of a tenant.
 *
 * @param memberIds who is in it, the deactivated too
 * @param version for {@code ETag}
 */
public record TeamView(
        UUID id,
        String name,
        @Nullable String description,
        List<UUID> memberIds,
        Instant createdAt,
        Instant updatedAt,
        @JsonIgnore int version)
        implements Tagged {

    static final String COLUMNS = "t.id, t.name, t.description, t.created_at, t.updated_at, t.version,"
            + " ARRAY(SELECT m.user_id FROM team_members m WHERE m.team_id = t.id ORDER BY m.user_id)";

    static TeamView read(ResultSet row) throws SQLException {
        return new TeamView(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                List.of((UUID[]) row.getArray(7).getArray()),
                row.getTimestamp(4).toInstant(),
                row.getTimestamp(5).toInstant(),
                row.getInt(6));
    }
}
