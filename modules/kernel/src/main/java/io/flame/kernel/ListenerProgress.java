package io.flame.kernel;

import io.flame.kernel.persistence.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How far one listener has got in one tenant's log. The row is locked while it is told something. */
final class ListenerProgress {

    private static final String NEXT = LoggedEvent.SELECT + """
            WHERE (e.tx, e.id) > (?::text::xid8, ?) AND e.tx < pg_snapshot_xmin(pg_current_snapshot()) AND e.fact = ?
            ORDER BY e.tx, e.id LIMIT 1""";

    private ListenerProgress() {}

    record Place(EventPosition position, int attempts) {}

    /** The listener's place; empty while another node holds it or while it waits after a failure. */
    static Optional<Place> lock(Transaction tx, String listener) throws SQLException {
        enrol(tx, listener);
        return tx.queryOne(
                """
                SELECT tx::text, id, attempts FROM event_progress
                 WHERE listener = ? AND (retry_at IS NULL OR retry_at <= now()) FOR UPDATE SKIP LOCKED""",
                row -> new Place(new EventPosition(Long.parseLong(row.getString(1)), row.getLong(2)), row.getInt(3)),
                listener);
    }

    /** Also before a failure is written down: the row of a listener's first step was rolled back with that step. */
    private static void enrol(Transaction tx, String listener) throws SQLException {
        tx.update("INSERT INTO event_progress (listener, tx, id) VALUES (?, '0', 0) ON CONFLICT DO NOTHING", listener);
    }

    static Optional<LoggedEvent> next(Transaction tx, EventPosition after, String fact) throws SQLException {
        List<LoggedEvent> found = tx.query(NEXT, LoggedEvent::read, Long.toString(after.tx()), after.id(), fact);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
    }

    static void advance(Transaction tx, String listener, EventPosition to) throws SQLException {
        tx.update("""
                UPDATE event_progress SET tx = ?::text::xid8, id = ?, attempts = 0, retry_at = NULL, last_error = NULL,
                       updated_at = now() WHERE listener = ?""", Long.toString(to.tx()), to.id(), listener);
    }

    static void postpone(Transaction tx, String listener, Duration delay, String error) throws SQLException {
        enrol(tx, listener);
        tx.update("""
                UPDATE event_progress SET attempts = attempts + 1, retry_at = now() + ? * interval '1 millisecond',
                       last_error = ?, updated_at = now() WHERE listener = ?""", delay.toMillis(), error, listener);
    }

    static void park(Transaction tx, String listener, LoggedEvent event, String error) throws SQLException {
        enrol(tx, listener);
        tx.update(
                "INSERT INTO parked_events (listener, event_id, error) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                listener,
                event.position().id(),
                error);
        advance(tx, listener, event.position());
    }
}
