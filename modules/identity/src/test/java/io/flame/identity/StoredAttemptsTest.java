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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class StoredAttemptsTest {

    private static final AttemptLimit LIMIT = new AttemptLimit("test", 10, Duration.ofMinutes(15));

    private final Edge.MovableClock clock = new Edge.MovableClock();
    private final ConnectionPool pool = new ConnectionPool(
            DatabaseUrl.parse("DATABASE_URL", TestDatabase.shared().url()), 8);
    private final Database database = new Database(pool.dataSource(), new EntitySessions(List.of()).factory());
    private final Attempts attempts = new StoredAttempts(database, clock);
    private final AccountName account = AccountName.of(UUID.randomUUID() + "@example.test");

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void allowsTenOfManyAtTheSameMoment() {
        long allowed = IntStream.range(0, 200)
                .parallel()
                .filter(i -> attempts.take(LIMIT, account).isPresent())
                .count();

        assertThat(allowed).isEqualTo(10);
    }

    @Test
    void countsOverAnyStretchOfTheLength() {
        take(5);
        clock.advance(Duration.ofMinutes(10));
        take(5);

        clock.advance(Duration.ofMinutes(6));

        assertThat(IntStream.range(0, 20)
                        .filter(i -> attempts.take(LIMIT, account).isPresent()))
                .hasSize(5);
    }

    @Test
    void countsNoAttemptThatWasGivenBack() {
        take(9);
        for (int i = 0; i < 3; i++) {
            Instant taken = attempts.take(LIMIT, account).orElseThrow();
            attempts.giveBack(LIMIT, account, taken);
        }

        assertThat(attempts.take(LIMIT, account)).isPresent();
        assertThat(attempts.take(LIMIT, account)).isEmpty();
    }

    @Test
    void beginsAnewWhenForgotten() {
        take(10);

        attempts.forget(LIMIT, account);

        assertThat(attempts.take(LIMIT, account)).isPresent();
    }

    @Test
    void countsAccountsAndKindsApart() {
        take(10);

        assertThat(attempts.take(LIMIT, AccountName.of("other-" + account.address())))
                .isPresent();
        assertThat(attempts.take(new AttemptLimit("test-2", 1, Duration.ofMinutes(1)), account))
                .isPresent();
    }

    @Test
    void sweepsWhatNobodyComesBackFor() {
        take(1);
        clock.advance(Duration.ofHours(1));

        for (int i = 0; i < 300; i++) {
            attempts.take(LIMIT, AccountName.of("stranger-" + i + "-" + account.address()));
        }

        assertThat(rows()).isZero();
    }

    private long rows() {
        return database.inPlatform(tx -> tx.queryOne(
                        "SELECT count(*) FROM flame.attempts WHERE account = ?", row -> row.getLong(1), (Object)
                                account.hash())
                .orElseThrow());
    }

    private void take(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(attempts.take(LIMIT, account)).isPresent();
        }
    }
}
