package io.flame.identity;

import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Spent tokens in the platform's database, for an hour: older ones Keycloak recognizes by itself. */
@ApplicationScoped
class StoredSpentTokens implements SpentTokens {

    private static final Duration KEPT = Duration.ofHours(1);
    private static final int SWEEP_EVERY = 256;

    private final Database database;
    private final Clock clock;
    private final AtomicInteger presented = new AtomicInteger();

    @Inject
    StoredSpentTokens(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public State present(byte[] hash) {
        if (presented.incrementAndGet() % SWEEP_EVERY == 0) {
            database.runInPlatform(tx -> tx.update(
                    "DELETE FROM flame.spent_tokens WHERE spent_at < ?",
                    clock.instant().minus(KEPT)));
        }
        return database.inPlatform(tx -> {
            int inserted = tx.update(
                    "INSERT INTO flame.spent_tokens (hash, spent_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    hash,
                    clock.instant());
            if (inserted == 1) {
                return State.FRESH;
            }
            boolean exchanged = tx.queryOne(
                            "SELECT exchanged FROM flame.spent_tokens WHERE hash = ?",
                            row -> row.getBoolean(1),
                            (Object) hash)
                    .orElse(false);
            return exchanged ? State.EXCHANGED : State.UNDER_WAY;
        });
    }

    @Override
    public void exchanged(byte[] hash) {
        database.runInPlatform(
                tx -> tx.update("UPDATE flame.spent_tokens SET exchanged = true WHERE hash = ?", (Object) hash));
    }

    @Override
    public void giveBack(byte[] hash) {
        database.runInPlatform(
                tx -> tx.update("DELETE FROM flame.spent_tokens WHERE hash = ? AND NOT exchanged", (Object) hash));
    }
}
