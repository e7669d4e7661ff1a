package io.flame.identity.keys;

import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table {@code api_keys} of each tenant, as the check of a key sees it. */
@ApplicationScoped
class KeyTable implements KeySource {

    private final Database database;

    @Inject
    KeyTable(Database database) {
        this.database = database;
    }

    /** The tenant is looked for first: a made-up name must not become the name of a schema. */
    @Override
    public Optional<StoredKey> find(TenantId tenant, String handle) {
        boolean active = database.inPlatform(tx -> tx.queryOne(
                        "SELECT status = 'active' FROM flame.tenants WHERE slug = ?",
                        row -> row.getBoolean(1),
                        tenant.slug())
                .orElse(false));
        if (!active) {
            return Optional.empty();
        }
        return database.inTenant(
                tenant,
                tx -> tx.queryOne(
                        "SELECT id, name, hash, scopes, expires_at FROM api_keys"
                                + " WHERE handle = ? AND revoked_at IS NULL",
                        row -> new StoredKey(
                                row.getObject(1, UUID.class),
                                row.getString(2),
                                row.getBytes(3),
                                scopes(row.getArray(4)),
                                instant(row, 5)),
                        handle));
    }

    @Override
    public void noteUse(TenantId tenant, UUID id, Instant when) {
        database.runInTenant(
                tenant,
                tx -> tx.update("UPDATE api_keys SET last_used_at = greatest(last_used_at, ?) WHERE id = ?", when, id));
    }

    /** A scope that a later version knew is left out: it opens nothing here. */
    static Set<Scope> scopes(Array words) throws SQLException {
        return Arrays.stream((String[]) words.getArray())
                .flatMap(word -> Scope.of(word).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
