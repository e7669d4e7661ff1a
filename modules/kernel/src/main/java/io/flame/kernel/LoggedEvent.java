package io.flame.kernel;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * One row of a tenant's event log.
 *
 * @param fact the simple name of the record that was published
 * @param data the record as JSON text
 */
public record LoggedEvent(EventPosition position, String type, String fact, Instant time, String data) {

    /** The beginning of a statement whose rows {@link #read} understands. */
    static final String SELECT = "SELECT e.tx::text, e.id, e.type, e.fact, e.created_at, e.data::text FROM events e ";

    static LoggedEvent read(ResultSet row) throws SQLException {
        return new LoggedEvent(
                new EventPosition(Long.parseLong(row.getString(1)), row.getLong(2)),
                row.getString(3),
                row.getString(4),
                row.getTimestamp(5).toInstant(),
                row.getString(6));
    }
}
