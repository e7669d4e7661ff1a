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
 * inserting its row, so of many requests at once exactly one goes on. The transaction that has the effect marks the row; a
 * claim whose request died without an answer can be taken over after a minute, unless it is marked.
 */
@ApplicationScoped
public class AnswerStore {

    private static final String CLAIM = """
            INSERT INTO idempotency_keys AS k (caller, key, request_hash) VALUES (?, ?, ?)
            ON CONFLICT (caller, key) DO UPDATE
               SET request_hash = excluded.request_hash, status = NULL, headers = NULL, body = NULL, done_at = NULL,
                   created_at = now()
             WHERE k.created_at < now() - interval '24 hours'
                OR (k.status IS NULL AND k.done_at IS NULL AND k.created_at < now() - interval '60 seconds'
                    AND k.request_hash = excluded.request_hash)
            RETURNING 1""";

    /**
     * A transaction that has only read has no number of its own yet, and marks nothing. Of two that take themselves for the
     * one that has the key, the second waits here for the first, and finds the mark.
     */
    private static final String MARK = """
            WITH marked AS (
                UPDATE idempotency_keys SET done_at = clock_timestamp()
                 WHERE caller = ? AND key = ? AND status IS NULL AND done_at IS NULL
                   AND pg_current_xact_id_if_assigned() IS NOT NULL
                RETURNING 1)
            SELECT EXISTS (SELECT 1 FROM marked), pg_current_xact_id_if_assigned() IS NOT NULL""";

    private static final String FIND = """
            SELECT request_hash, status, headers::text, body,
                   done_at IS NOT NULL AND created_at < now() - interval '60 seconds'
              FROM idempotency_keys WHERE caller = ? AND key = ?""";

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};
    private static final Duration SOON = Duration.ofSeconds(1);
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
     * Lets this thread's first transaction of the tenant that writes anything mark the key as done. {@link #settle} has to
     * follow in this thread.
     */
    void expect(Claim claim) {
        database.rideAlong(claim.tenant(), tx -> mark(tx, claim));
    }

    /** Ends the waiting of {@link #expect}. */
    void settle() {
        database.stopWaiting();
    }

    /** @throws Problem 503 when the key is another's in the meantime: trying again brings what became of it */
    private static boolean mark(Transaction tx, Claim claim) throws SQLException {
        Marking marking = tx.queryOne(
                        MARK, row -> new Marking(row.getBoolean(1), row.getBoolean(2)), claim.caller(), claim.key())
                .orElseThrow();
        if (marking.written() && !marking.marked()) {
            throw Problem.unavailable("Another request with this Idempotency-Key was faster", SOON, null);
        }
        return marking.marked();
    }

    private record Marking(boolean marked, boolean written) {}

    /**
     * The answer of the one who claimed the key first; empty while there is none.
     *
     * @throws Problem when the key was claimed for another request, or the answer was lost
     */
    Optional<StoredAnswer> find(Claim claim, byte[] fingerprint) {
        return database.inTenant(
                claim.tenant(), tx -> tx.queryOne(FIND, row -> read(row, fingerprint), claim.caller(), claim.key())
                        .flatMap(answer -> answer));
    }

    void store(Claim claim, StoredAnswer answer) {
        database.runInTenant(
                claim.tenant(),
                tx -> tx.update(
                        "UPDATE idempotency_keys SET status = ?, headers = ?::jsonb, body = ?"
                                + " WHERE caller = ? AND key = ? AND status IS NULL",
                        answer.status(),
                        Json.write(answer.headers()),
                        answer.body(),
                        claim.caller(),
                        claim.key()));
    }

    /** Gives the key back: the request failed in a way that trying again may cure. What has had an effect stays. */
    void release(Claim claim) {
        database.runInTenant(
                claim.tenant(),
                tx -> tx.update(
                        "DELETE FROM idempotency_keys WHERE caller = ? AND key = ? AND status IS NULL AND done_at IS NULL",
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
            refuseLost(row.getBoolean(5));
            return Optional.empty();
        }
        return Optional.of(new StoredAnswer(status, headers(row.getString(3)), row.getBytes(4)));
    }

    private static void refuseLost(boolean lost) {
        if (lost) {
            throw Problem.of(
                    ProblemCode.CONFLICT,
                    "The first request with this Idempotency-Key was done, but its answer was lost; it is not done again");
        }
    }

    private static Map<String, String> headers(@Nullable String json) {
        try {
            return json == null ? Map.of() : Json.mapper().readValue(json, HEADERS);
        } catch (IOException e) {
            throw new UncheckedIOException("stored headers are not readable", e);
        }
    }
}
