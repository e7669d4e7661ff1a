package io.flame.feed;

import io.flame.kernel.EventPosition;
import io.flame.kernel.LoggedEvent;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A tenant's event log as this module reads it, each read in a short transaction of its own. Like every reader of the
 * log it goes only below the oldest running transaction, so that no event appears behind it later.
 */
@ApplicationScoped
class TenantLog {

    /**
     * Events and what is hidden come from one statement and so from one snapshot: in two, an event that came out between
     * them would be in neither answer. The columns bear other names than the table's, or ORDER BY would sort the text.
     */
    private static final String READ = """
            SELECT hidden.any_more, e.tx::text AS tx_text, e.id, e.type, e.fact, e.created_at, e.data::text AS data_text
              FROM (SELECT EXISTS (SELECT 1 FROM events WHERE tx >= pg_snapshot_xmin(pg_current_snapshot())) AS any_more)
                   AS hidden
              LEFT JOIN LATERAL (
                   SELECT * FROM events
                    WHERE (tx, id) > (?::text::xid8, ?) AND tx < pg_snapshot_xmin(pg_current_snapshot())
                    ORDER BY tx, id LIMIT ?) AS e ON true
             ORDER BY e.tx, e.id""";

    private static final String END = """
            SELECT e.tx::text AS tx_text, e.id FROM events AS e WHERE e.tx < pg_snapshot_xmin(pg_current_snapshot())
             ORDER BY e.tx DESC, e.id DESC LIMIT 1""";

    private static final String KNOWN = "SELECT 1 FROM events WHERE tx = ?::text::xid8 AND id = ?";

    /** @param hidesMore whether committed events wait behind an older transaction that is still running */
    record Part(List<LoggedEvent> events, boolean hidesMore) {}

    private final Database database;

    @Inject
    TenantLog(Database database) {
        this.database = database;
    }

    /** The next events after a position, oldest first. */
    Part read(TenantId tenant, EventPosition after, int limit) {
        return database.inTenant(tenant, tx -> read(tx, after, limit));
    }

    /** The newest event that is safe to read. */
    EventPosition end(TenantId tenant) {
        return database.inTenant(
                tenant, tx -> tx.queryOne(END, row -> position(row, 1, 2)).orElse(EventPosition.START));
    }

    /** Whether this is a place from which the log can be read on without a gap. */
    boolean knows(TenantId tenant, EventPosition position) {
        return position.equals(EventPosition.START)
                || database.inTenant(
                        tenant, tx -> tx.queryOne(KNOWN, row -> true, Long.toString(position.tx()), position.id())
                                .isPresent());
    }

    private static Part read(Transaction tx, EventPosition after, int limit) throws SQLException {
        try (PreparedStatement statement = tx.connection().prepareStatement(READ)) {
            statement.setString(1, Long.toString(after.tx()));
            statement.setLong(2, after.id());
            statement.setInt(3, limit);
            return part(statement.executeQuery());
        }
    }

    private static Part part(ResultSet rows) throws SQLException {
        List<LoggedEvent> events = new ArrayList<>();
        boolean hidesMore = false;
        while (rows.next()) {
            hidesMore = rows.getBoolean(1);
            if (rows.getString(2) != null) {
                events.add(new LoggedEvent(
                        position(rows, 2, 3),
                        rows.getString(4),
                        rows.getString(5),
                        rows.getTimestamp(6).toInstant(),
                        rows.getString(7)));
            }
        }
        return new Part(events, hidesMore);
    }

    private static EventPosition position(ResultSet row, int tx, int id) throws SQLException {
        return new EventPosition(Long.parseLong(row.getString(tx)), row.getLong(id));
    }
}
