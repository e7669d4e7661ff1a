package io.flame.identity;

import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Attempts in the platform's database, a row for each account that had any of late. One statement looks and takes, under
 * the row's lock.
 */
@ApplicationScoped
class StoredAttempts implements Attempts {

    private static final String TAKE = """
            INSERT INTO flame.attempts AS a (kind, account, times, last_at) VALUES (?, ?, ARRAY[?::timestamptz], ?)
            ON CONFLICT (kind, account) DO UPDATE SET last_at = excluded.last_at,
                times = ARRAY(SELECT t FROM unnest(a.times) AS t WHERE t > ?) || excluded.times
            WHERE (SELECT count(*) FROM unnest(a.times) AS t WHERE t > ?) < ?""";

    private static final int SWEEP_EVERY = 256;

    private final Database database;
    private final Clock clock;
    private final AtomicInteger taken = new AtomicInteger();

    @Inject
    StoredAttempts(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Optional<Instant> take(AttemptLimit limit, AccountName account) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant since = now.minus(limit.window());
        boolean allowed = database.inPlatform(
                        tx -> tx.update(TAKE, limit.kind(), account.hash(), now, now, since, since, limit.most()))
                > 0;
        if (taken.incrementAndGet() % SWEEP_EVERY == 0) {
            sweep(limit, since);
        }
        return allowed ? Optional.of(now) : Optional.empty();
    }

    @Override
    public void giveBack(AttemptLimit limit, AccountName account, Instant time) {
        database.runInPlatform(tx -> tx.update(
                "UPDATE flame.attempts SET times = array_remove(times, ?::timestamptz) WHERE kind = ? AND account = ?",
                time,
                limit.kind(),
                account.hash()));
    }

    @Override
    public void forget(AttemptLimit limit, AccountName account) {
        database.runInPlatform(tx ->
                tx.update("DELETE FROM flame.attempts WHERE kind = ? AND account = ?", limit.kind(), account.hash()));
    }

    /** Addresses that nobody has must not fill the table. */
    private void sweep(AttemptLimit limit, Instant since) {
        database.runInPlatform(
                tx -> tx.update("DELETE FROM flame.attempts WHERE kind = ? AND last_at < ?", limit.kind(), since));
    }
}
