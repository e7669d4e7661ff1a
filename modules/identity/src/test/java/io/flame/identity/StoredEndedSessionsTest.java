package io.flame.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.kernel.persistence.ConnectionPool;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.DatabaseUrl;
import io.flame.kernel.persistence.EntitySessions;
import io.flame.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class StoredEndedSessionsTest {

    private final Edge.MovableClock clock = new Edge.MovableClock();
    private final ConnectionPool pool = new ConnectionPool(
            DatabaseUrl.parse("DATABASE_URL", TestDatabase.shared().url()), 2);
    private final EndedSessions ended =
            new StoredEndedSessions(new Database(pool.dataSource(), new EntitySessions(List.of()).factory()), clock);
    private final String session = UUID.randomUUID().toString();

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void remembersASessionHoweverOftenItEnds() {
        ended.add(List.of(session, session));
        ended.add(List.of(session));

        assertThat(ended.contains(session)).isTrue();
        assertThat(ended.contains(UUID.randomUUID().toString())).isFalse();
    }

    @Test
    void forgetsASessionWhoseTokensHaveExpired() {
        ended.add(List.of(session));
        clock.advance(Duration.ofDays(2).plusMinutes(1));

        ended.add(List.of());

        assertThat(ended.contains(session)).isFalse();
    }
}
