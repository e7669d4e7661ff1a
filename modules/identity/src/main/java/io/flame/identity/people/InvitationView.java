package io.flame.identity.people;

import io.flame.identity.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An open invitation as administrators see it.
 *
 * @param invitedBy the administrator who sent it
 * @param mailedAt when the mail server took the mail; null before that
 */
public record InvitationView(
        UUID id,
        String email,
        String name,
        Role role,
        @Nullable UUID invitedBy,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant mailedAt) {

    static final String COLUMNS = "id, email, name, role, invited_by, created_at, expires_at, mailed_at";

    static InvitationView read(ResultSet row) throws SQLException {
        OffsetDateTime mailedAt = row.getObject(8, OffsetDateTime.class);
        return new InvitationView(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                Role.of(row.getString(4)).orElse(Role.USER),
                row.getObject(5, UUID.class),
                row.getTimestamp(6).toInstant(),
                row.getTimestamp(7).toInstant(),
                mailedAt == null ? null : mailedAt.toInstant());
    }
}
