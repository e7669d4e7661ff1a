package io.flame.identity.keys;

import io.flame.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A service key as the API shows it, which is never enough to use it.
 *
 * @param prefix the beginning of the key, to recognise it by
 * @param createdBy the administrator who made it
 * @param lastUsedAt to the minute
 * @param revokedAt since when it is dead for good
 */
public record ApiKeyView(
        UUID id,
        String name,
        String prefix,
        List<Scope> scopes,
        @Nullable UUID createdBy,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {

    static final String COLUMNS =
            "id, name, handle, scopes, created_by, created_at, expires_at, last_used_at, revoked_at";

    static ApiKeyView read(TenantId tenant, ResultSet row) throws SQLException {
        return new ApiKeyView(
                row.getObject(1, UUID.class),
                row.getString(2),
                KeyText.prefix(tenant, row.getString(3)),
                KeyTable.scopes(row.getArray(4)).stream().sorted().toList(),
                row.getObject(5, UUID.class),
                row.getTimestamp(6).toInstant(),
                KeyTable.instant(row, 7),
                KeyTable.instant(row, 8),
                KeyTable.instant(row, 9));
    }
}
