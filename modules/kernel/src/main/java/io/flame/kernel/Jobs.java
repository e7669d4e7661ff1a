package io.flame.kernel;

import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Puts work into mailboxes. The job is recorded in the business transaction, so it exists if and only if what it follows
 * from has happened; enqueuing a job that is already waiting or running wakes it once more.
 */
@ApplicationScoped
public class Jobs {

    private final List<Runnable> wakers = new CopyOnWriteArrayList<>();
    private final Clock clock;

    @Inject
    public Jobs(Clock clock) {
        this.clock = clock;
    }

    public void enqueue(Transaction tx, String kind, String key) throws SQLException {
        enqueue(tx, kind, key, clock.instant());
    }

    public void enqueue(Transaction tx, String kind, String key, Instant dueAt) throws SQLException {
        tx.update("SELECT flame.enqueue(?, ?, ?)", kind, key, dueAt);
        wakeAfter(tx);
    }

    /** Wakes the runner after the commit; for a statement that has called {@code flame.enqueue} by itself. */
    public void wakeAfter(Transaction tx) {
        tx.afterCommit(this::wake);
    }

    /** Enqueues many in one statement, in the order of their keys so that concurrent callers never deadlock. */
    public void enqueueAll(Transaction tx, String kind, Collection<String> keys) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        tx.update(
                "SELECT flame.enqueue(?, k, ?) FROM unnest(?) AS k",
                kind,
                clock.instant(),
                keys.stream().sorted().distinct().toArray(String[]::new));
        wakeAfter(tx);
    }

    void onWake(Runnable waker) {
        wakers.add(waker);
    }

    private void wake() {
        wakers.forEach(Runnable::run);
    }
}
