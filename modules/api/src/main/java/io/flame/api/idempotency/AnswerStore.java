package io.flame.api.idempotency;

import com.fasterxml.jackson.core.type.TypeReference;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the answers to POSTs with an {@code Idempotency-Key} for 24 hours, in the tenant's own schema. A key is claimed by
 * inserting its row, so of many requests at once exactly one goes on; a claim whose request died without an answer can be
 * taken over after a minute.
 */
@ApplicationScoped
public class AnswerStore {

    private static final String CLAIM = """
            INSERT INTO idempotency_keys AS k (caller, key, request_hash) VALUES (?, ?, ?)
            ON CONFLICT (caller, key) DO UPDATE
               SET request_hash = excluded.request_hash, status = NULL, headers = NULL, body = NULL, created_at = now()
             WHERE k.created_at < now() - interval '24 hours'
                OR (k.status IS NULL AND k.created_at < now() - interval '60 seconds'
                    AND k.request_hash = excluded.request_hash)
            RETURNING 1""";

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};
    private static final Duration BETWEEN_CLEANINGS = Duration.ofHours(1);

    private final Database database;
    private final Cache<TenantId, Boolean> cleaned =
            Caffeine.newBuilder().expireAfterWrite(BETWEEN_CLEANINGS).build();

    @Inject
    public AnswerStore(Database database) {
        this.database = database;
    }

    /** Whether the caller of this method is now the one to do the work. */
    boolean claim(Claim claim, byte[] fingerprint) {
        return database.inTenant(claim.tenant(), tx -> {
            cleanUp(tx);
            return tx.queryOne(CLAIM, row -> true, claim.caller(), claim.key(), fingerprint)
                    .orElse(false);
        });
    }

    /**
     * The answer of the one who claimed the key first; empty while there is none.
     *
     * @throws Problem when the key was claimed for another request
     */
    Optional<StoredAnswer> find(Claim claim, byte[] fingerprint) {
        return database.inTenant(claim.tenant(), tx -> tx.queryOne(
                        "SELECT request_hash, status, headers::text, body FROM idempotency_keys WHERE caller = ? AND key = ?",
                        row -> read(row, fingerprint),
                        claim.caller(),
                        claim.key())
                .flatMap(answer -> answer));
    }

    void store(Claim claim, StoredAnswer answer) {
        database.runInTenant(
                claim.tenant(),
                tx -> tx.update(
                        "UPDATE idempotency_keys SET status = ?, headers = ?::jsonb, body = ? WHERE caller = ? AND key = ?",
                        answer.status(),
                        Json.write(answer.headers()),
                        answer.body(),
                        claim.caller(),
                        claim.key()));
    }

    /** Gives the key back: the request failed in a way that trying again may cure. */
    void release(Claim claim) {
        database.runInTenant(
                claim.tenant(),
                tx -> tx.update(
                        "DELETE FROM idempotency_keys WHERE caller = ? AND key = ? AND status IS NULL",
                        claim.caller(),
                        claim.key()));
    }

    private void cleanUp(Transaction tx) throws SQLException {
        if (cleaned.asMap().putIfAbsent(tx.tenant(), true) == null) {
            tx.update("DELETE FROM idempotency_keys WHERE created_at < now() - interval '24 hours'");
        }
    }

    private static Optional<StoredAnswer> read(ResultSet row, byte[] fingerprint) throws SQLException {
        if (!Arrays.equals(row.getBytes(1), fingerprint)) {
            throw Problem.of(
                    ProblemCode.IDEMPOTENCY_KEY_REUSED,
                    "This Idempotency-Key belongs to a request with another content");
        }
        int status = row.getInt(2);
        if (row.wasNull()) {
            return Optional.empty();
        }
        return Optional.of(new StoredAnswer(status, headers(row.getString(3)), row.getBytes(4)));
    }

    private static Map<String, String> headers(@Nullable String json) {
        try {
            return json == null ? Map.of() : Json.mapper().readValue(json, HEADERS);
        } catch (IOException e) {
            throw new UncheckedIOException("stored headers are not readable", e);
        }
    }
}
