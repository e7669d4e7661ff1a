package io.flame.identity;

import io.flame.kernel.Ids;
import io.flame.kernel.Jobs;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Requests for a new password, and the tokens that were sent for them. */
@ApplicationScoped
class ResetStore {

    /** How long a token is good for, and a request worth trying. */
    static final Duration LIFE = Duration.ofMinutes(30);

    /** Longer than the calls to Keycloak may take. */
    private static final Duration FOR_THE_RESET = Duration.ofSeconds(15);

    /** Nobody is known yet when a request comes in; the job table wants a tenant, and this one is nobody's. */
    private static final String NO_TENANT = "platform";

    private static final String ENQUEUE = """
            INSERT INTO flame.jobs AS j (tenant, kind, key, due_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (tenant, kind, key) DO UPDATE SET signals = j.signals + 1,
                due_at = least(j.due_at, excluded.due_at)""";

    private static final String ISSUE = """
            INSERT INTO flame.reset_tokens (user_id, token_hash, email, expires_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (user_id) DO UPDATE SET token_hash = excluded.token_hash, email = excluded.email,
                expires_at = excluded.expires_at""";

    private final Database database;
    private final Jobs jobs;
    private final Clock clock;

    @Inject
    ResetStore(Database database, Jobs jobs, Clock clock) {
        this.database = database;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** Somebody wants a new password for this address. */
    record Request(UUID id, AccountName account, Instant requestedAt) {}

    /** What a token stands for. */
    record Grant(UUID userId, AccountName account, Instant expiresAt) {}

    void request(AccountName account) {
        UUID id = Ids.next();
        Instant now = clock.instant();
        database.runInPlatform(tx -> {
            tx.update(
                    "INSERT INTO flame.reset_requests (id, email, requested_at) VALUES (?, ?, ?)",
                    id,
                    account.address(),
                    now);
            enqueue(tx, ResetMailJob.KIND, id, now);
        });
    }

    /** Has the job that waits do at once what must follow a reset. */
    void finishNow(UUID userId) {
        database.runInPlatform(tx -> enqueue(tx, AfterResetJob.KIND, userId, clock.instant()));
    }

    /** What must follow the reset is done: the job has nothing left to do. */
    void finished(UUID userId) {
        database.runInPlatform(tx -> forget(tx, userId));
    }

    private void enqueue(Transaction tx, String kind, UUID key, Instant due) throws SQLException {
        tx.update(ENQUEUE, NO_TENANT, kind, key.toString(), due);
        jobs.wakeAfter(tx);
    }

    private static void forget(Transaction tx, UUID userId) throws SQLException {
        tx.update(
                "DELETE FROM flame.jobs WHERE tenant = ? AND kind = ? AND key = ? AND locked_by IS NULL",
                NO_TENANT,
                AfterResetJob.KIND,
                userId.toString());
    }

    Optional<Request> find(UUID id) {
        return database.inPlatform(tx -> tx.queryOne(
                "SELECT email, requested_at FROM flame.reset_requests WHERE id = ?",
                row -> new Request(
                        id,
                        new AccountName(row.getString(1)),
                        row.getTimestamp(2).toInstant()),
                id));
    }

    void close(Request request) {
        database.runInPlatform(tx -> tx.update("DELETE FROM flame.reset_requests WHERE id = ?", request.id()));
    }

    /** From now on this is the user's only token. */
    void issue(UUID userId, AccountName account, ResetToken token) {
        Instant now = clock.instant();
        database.runInPlatform(tx -> {
            tx.update("DELETE FROM flame.reset_tokens WHERE expires_at < ?", now);
            tx.update(ISSUE, userId, token.hash(), account.address(), now.plus(LIFE));
        });
    }

    /**
     * Uses the token up; empty when there is no such token, or not any more. From here on a job will do what must follow
     * the reset, should nobody live to do it.
     */
    Optional<Grant> take(ResetToken token) {
        Instant now = clock.instant();
        return database.inPlatform(tx -> {
            Optional<Grant> grant = tx.queryOne(
                            "DELETE FROM flame.reset_tokens WHERE token_hash = ? RETURNING user_id, email, expires_at",
                            ResetStore::grant,
                            (Object) token.hash())
                    .filter(found -> now.isBefore(found.expiresAt()));
            if (grant.isPresent()) {
                enqueue(tx, AfterResetJob.KIND, grant.get().userId(), now.plus(FOR_THE_RESET));
            }
            return grant;
        });
    }

    private static Grant grant(ResultSet row) throws SQLException {
        return new Grant(
                row.getObject(1, UUID.class),
                new AccountName(row.getString(2)),
                row.getTimestamp(3).toInstant());
    }

    /** Makes a token good again that was taken in vain, unless a newer one has been sent meanwhile. */
    void giveBack(Grant grant, ResetToken token) {
        database.runInPlatform(tx -> {
            tx.update(
                    "INSERT INTO flame.reset_tokens (user_id, token_hash, email, expires_at) VALUES (?, ?, ?, ?) "
                            + "ON CONFLICT DO NOTHING",
                    grant.userId(),
                    token.hash(),
                    grant.account().address(),
                    grant.expiresAt());
            forget(tx, grant.userId());
        });
    }
}
