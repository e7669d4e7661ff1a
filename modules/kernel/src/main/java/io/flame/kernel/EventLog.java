package io.flame.kernel;

import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;

/**
 * The tenant's log of facts. A fact is recorded in the business transaction, so it exists if and only if what it tells
 * has happened; listeners, realtime clients and webhooks all read this one log after the commit.
 */
@ApplicationScoped
public class EventLog {

    private static final String READ = LoggedEvent.SELECT + """
            WHERE (e.tx, e.id) > (?::text::xid8, ?) AND e.tx < pg_snapshot_xmin(pg_current_snapshot())
            ORDER BY e.tx, e.id LIMIT ?""";

    private final Doorbell doorbell;

    @Inject
    public EventLog(Doorbell doorbell) {
        this.doorbell = doorbell;
    }

    public void publish(Transaction tx, Fact fact) throws SQLException {
        publish(tx, List.of(fact));
    }

    /** Records the facts in this order and rings the doorbell once the transaction has committed. */
    public void publish(Transaction tx, List<? extends Fact> facts) throws SQLException {
        if (facts.isEmpty()) {
            return;
        }
        tx.update(
                "INSERT INTO events (type, fact, data) SELECT t, f, d::jsonb FROM unnest(?, ?, ?) AS u(t, f, d)",
                facts.stream().map(Fact::type).toArray(String[]::new),
                facts.stream().map(fact -> fact.getClass().getSimpleName()).toArray(String[]::new),
                facts.stream().map(Json::write).toArray(String[]::new));
        ringAfter(tx);
    }

    /** Rings after the commit; for a statement that has written its facts to the log by itself. */
    public void ringAfter(Transaction tx) {
        TenantId tenant = tx.tenant();
        tx.afterCommit(() -> doorbell.ring(tenant));
    }

    /** The next events after a position, oldest first, as far as they are safe to read. */
    public List<LoggedEvent> read(Transaction tx, EventPosition after, int limit) throws SQLException {
        return tx.query(READ, LoggedEvent::read, Long.toString(after.tx()), after.id(), limit);
    }

    /** The position of the newest event that is safe to read. */
    public EventPosition end(Transaction tx) throws SQLException {
        return tx.queryOne("""
                        SELECT e.tx::text, e.id FROM events e WHERE e.tx < pg_snapshot_xmin(pg_current_snapshot())
                         ORDER BY e.tx DESC, e.id DESC LIMIT 1""", row -> new EventPosition(Long.parseLong(row.getString(1)), row.getLong(2)))
                .orElse(EventPosition.START);
    }

    /**
     * Whether there are committed events that an older running transaction still hides; look again in a moment. The order
     * sends PostgreSQL to the end of the index; without it, it reads the table from the beginning.
     */
    public boolean hidesRows(Transaction tx) throws SQLException {
        return tx.queryOne("""
                        SELECT 1 FROM events WHERE tx >= pg_snapshot_xmin(pg_current_snapshot())
                         ORDER BY tx DESC, id DESC LIMIT 1""", row -> true).orElse(false);
    }
}
