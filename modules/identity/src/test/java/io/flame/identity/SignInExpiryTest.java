package io.flame.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.kernel.persistence.ConnectionPool;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.DatabaseUrl;
import io.flame.kernel.persistence.EntitySessions;
import io.flame.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class SignInExpiryTest {

    private final ConnectionPool pool = new ConnectionPool(
            DatabaseUrl.parse("DATABASE_URL", TestDatabase.shared().url()), 2);
    private final Database database = new Database(pool.dataSource(), new EntitySessions(List.of()).factory());
    private final String mark = UUID.randomUUID().toString();
    private final Instant now = Instant.now();

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void removesWhatIsOfNoUseAndNothingElse() {
        leave(Duration.ofDays(3));
        leave(Duration.ofMinutes(1));
        assertThat(left()).containsExactly(2L, 2L, 2L, 2L);

        database.runInPlatform(tx -> new SignInExpiry().remove(tx, now));

        assertThat(left()).containsExactly(1L, 1L, 1L, 1L);
    }

    private void leave(Duration age) {
        Instant then = now.minus(age);
        database.runInPlatform(tx -> {
            tx.update(
                    "INSERT INTO flame.attempts (kind, account, times, last_at)"
                            + " VALUES ('sign-in', decode(md5(?), 'hex'), '{}', ?)",
                    mark + age,
                    then);
            tx.update(
                    "INSERT INTO flame.ended_sessions (session_id, ended_at) VALUES (?, ?)",
                    mark + age.toMinutes(),
                    then);
            tx.update(
                    "INSERT INTO flame.reset_requests (id, email, requested_at) VALUES (?, ?, ?)",
                    UUID.randomUUID(),
                    mark,
                    then);
            tx.update(
                    "INSERT INTO flame.reset_tokens (user_id, token_hash, email, expires_at)"
                            + " VALUES (?, decode(md5(?), 'hex'), ?, ?)",
                    UUID.randomUUID(),
                    mark + age,
                    mark,
                    then.plus(Duration.ofMinutes(30)));
        });
    }

    private List<Long> left() {
        return database.inPlatform(tx -> tx.query(
                """
                SELECT count(*) FROM flame.attempts WHERE account IN (decode(md5(?), 'hex'), decode(md5(?), 'hex'))
                UNION ALL SELECT count(*) FROM flame.ended_sessions WHERE session_id LIKE ?
                UNION ALL SELECT count(*) FROM flame.reset_requests WHERE email = ?
                UNION ALL SELECT count(*) FROM flame.reset_tokens WHERE email = ?""",
                row -> row.getLong(1),
                mark + Duration.ofDays(3),
                mark + Duration.ofMinutes(1),
                mark + "%",
                mark,
                mark));
    }
}
