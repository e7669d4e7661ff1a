package io.flame.identity;

import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whereabouts in the platform's database, for twice as long as a session can last. */
@ApplicationScoped
class StoredWhereabouts implements Whereabouts {

    private static final Duration KEPT = Duration.ofDays(60);
    private static final int SWEEP_EVERY = 256;

    private static final String SELECT =
            "SELECT id, user_id, tenant, device, address, seen_at FROM flame.sessions WHERE ";

    private static final String NOTE = """
            INSERT INTO flame.sessions (id, user_id, tenant, device, address, seen_at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET tenant = excluded.tenant, device = excluded.device,
                address = excluded.address, seen_at = excluded.seen_at""";

    private final Database database;
    private final Clock clock;
    private final AtomicInteger noted = new AtomicInteger();

    @Inject
    StoredWhereabouts(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void note(Seen seen) {
        database.runInPlatform(tx -> tx.update(
                NOTE,
                seen.session(),
                seen.userId(),
                seen.tenant(),
                seen.visitor().device(),
                seen.visitor().address(),
                seen.at()));
        if (noted.incrementAndGet() % SWEEP_EVERY == 0) {
            database.runInPlatform(tx -> tx.update(
                    "DELETE FROM flame.sessions WHERE seen_at < ?",
                    clock.instant().minus(KEPT)));
        }
    }

    @Override
    public Optional<Seen> find(String session) {
        return database.inPlatform(tx -> tx.queryOne(SELECT + "id = ?", StoredWhereabouts::seen, session));
    }

    @Override
    public Optional<String> lastTenantOf(UUID userId) {
        return database.inPlatform(tx -> tx.queryOne(
                "SELECT tenant FROM flame.sessions WHERE user_id = ? AND tenant IS NOT NULL"
                        + " ORDER BY seen_at DESC LIMIT 1",
                row -> row.getString(1),
                userId));
    }

    @Override
    public Map<String, Seen> of(UUID userId) {
        return database.inPlatform(tx -> tx.query(SELECT + "user_id = ?", StoredWhereabouts::seen, userId)).stream()
                .collect(Collectors.toMap(Seen::session, Function.identity()));
    }

    private static Seen seen(ResultSet row) throws SQLException {
        return new Seen(
                row.getString(1),
                row.getObject(2, UUID.class),
                row.getString(3),
                new Visitor(row.getString(4), row.getString(5)),
                row.getTimestamp(6).toInstant());
    }
}
