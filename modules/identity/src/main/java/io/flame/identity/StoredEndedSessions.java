package io.flame.identity;

import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;

/** Ended sessions in the platform's database, for longer than any access token lives. */
@ApplicationScoped
class StoredEndedSessions implements EndedSessions {

    static final Duration KEPT = Duration.ofDays(2);

    private final Database database;
    private final Clock clock;

    @Inject
    StoredEndedSessions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void add(Collection<String> sessionIds) {
        database.runInPlatform(tx -> {
            tx.update(
                    "DELETE FROM flame.ended_sessions WHERE ended_at < ?",
                    clock.instant().minus(KEPT));
            tx.update(
                    "INSERT INTO flame.ended_sessions (session_id, ended_at) SELECT DISTINCT s, ?::timestamptz "
                            + "FROM unnest(?) AS s ON CONFLICT DO NOTHING",
                    clock.instant(),
                    sessionIds.toArray(String[]::new));
        });
    }

    @Override
    public boolean contains(String sessionId) {
        return database.inPlatform(
                tx -> tx.queryOne("SELECT 1 FROM flame.ended_sessions WHERE session_id = ?", row -> true, sessionId)
                        .isPresent());
    }
}
