package io.flame.identity.keys;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.Caller;
import io.flame.kernel.Ids;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Change;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tenant's service keys: made, listed and revoked by its administrators. */
@ApplicationScoped
public class ApiKeys {

    private static final String SELECT = "SELECT " + ApiKeyView.COLUMNS + " FROM api_keys WHERE ";

    private final Database database;
    private final KeyHolders holders;
    private final Clock clock;

    @Inject
    ApiKeys(Database database, KeyHolders holders, Clock clock) {
        this.database = database;
        this.holders = holders;
        this.clock = clock;
    }

    /** Newest first, the revoked ones too. */
    public Page<ApiKeyView> list(TenantId tenant, PageRequest request) {
        List<@Nullable Object> values = new ArrayList<>();
        String after = request.cursor().map(cursor -> after(cursor, values)).orElse("true");
        values.add(request.limit() + 1);
        values.add(request.offset());
        return database.inTenant(tenant, tx -> {
            List<ApiKeyView> found = tx.query(
                    SELECT + after + " ORDER BY id DESC LIMIT ? OFFSET ?",
                    row -> ApiKeyView.read(tenant, row),
                    values.toArray());
            return page(tx, request, found);
        });
    }

    /** 404 for a key that this tenant does not have. */
    public ApiKeyView get(TenantId tenant, UUID id) {
        return database.inTenant(tenant, tx -> find(tx, id));
    }

    /** @param body name, scopes and perhaps expiresAt; 422 when they break a rule */
    public IssuedApiKey issue(Caller caller, JsonNode body) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        NewApiKey wanted = NewApiKey.of(body, now);
        KeyText text = KeyText.fresh(caller.tenant());
        UUID id = Ids.next();
        return database.inTenant(caller.tenant(), tx -> {
            tx.update(
                    """
                    INSERT INTO api_keys (id, handle, name, hash, scopes, created_by, created_at, expires_at)
                    VALUES (?, ?, ?, ?, ?, (SELECT u.id FROM users u WHERE u.id = ?), ?, ?)""",
                    id,
                    text.handle(),
                    wanted.name(),
                    text.hash(),
                    wanted.scopes().stream().map(Scope::word).toArray(String[]::new),
                    caller.userId(),
                    now,
                    wanted.expiresAt().orElse(null));
            ApiKeyView made = find(tx, id);
            tx.tell(new Change(id, null, made));
            return new IssuedApiKey(made, text.reveal());
        });
    }

    /** Revoking again changes nothing; 404 for a key that this tenant does not have. */
    public void revoke(TenantId tenant, UUID id) {
        database.runInTenant(tenant, tx -> {
            ApiKeyView before = find(tx, id);
            String handle = tx.queryOne(
                            "UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?) WHERE id = ? RETURNING handle",
                            row -> row.getString(1),
                            clock.instant(),
                            id)
                    .orElseThrow(Problem::notFound);
            tx.tell(new Change(id, before, find(tx, id)));
            tx.afterCommit(() -> holders.forget(tenant, handle));
        });
    }

    private static ApiKeyView find(Transaction tx, UUID id) throws SQLException {
        return tx.queryOne(SELECT + "id = ?", row -> ApiKeyView.read(tx.tenant(), row), id)
                .orElseThrow(Problem::notFound);
    }

    private static Page<ApiKeyView> page(Transaction tx, PageRequest request, List<ApiKeyView> found)
            throws SQLException {
        boolean more = found.size() > request.limit();
        List<ApiKeyView> shown = more ? found.subList(0, request.limit()) : found;
        String next = more ? PageRequest.cursor(shown.getLast().id()) : null;
        if (request.page().isEmpty()) {
            return Page.of(shown, next);
        }
        return new Page<>(
                shown,
                next,
                tx.queryOne("SELECT count(*) FROM api_keys", row -> row.getLong(1))
                        .orElse(0L));
    }

    private static String after(List<String> cursor, List<@Nullable Object> values) {
        values.add(Ids.parse(cursor.getFirst()).orElseThrow(PageRequest::invalidCursor));
        return "id < ?";
    }
}
