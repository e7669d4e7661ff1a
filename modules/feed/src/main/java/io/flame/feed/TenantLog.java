package io.flame.feed;

import io.flame.kernel.EventLog;
import io.flame.kernel.EventPosition;
import io.flame.kernel.LoggedEvent;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** A tenant's event log as this module reads it, each read in a short transaction of its own. */
@ApplicationScoped
class TenantLog {

    private static final String KNOWN = "SELECT 1 FROM events WHERE tx = ?::text::xid8 AND id = ?";

    /** @param hidesMore whether committed events wait behind an older transaction that is still running */
    record Part(List<LoggedEvent> events, boolean hidesMore) {}

    private final Database database;
    private final EventLog log;

    @Inject
    TenantLog(Database database, EventLog log) {
        this.database = database;
        this.log = log;
    }

    /**
     * The next events after a position. What is hidden is asked first: asked afterwards, an event that came out between
     * the two questions would be in neither answer.
     */
    Part read(TenantId tenant, EventPosition after, int limit) {
        return database.inTenant(tenant, tx -> {
            boolean hidesMore = log.hidesRows(tx);
            return new Part(log.read(tx, after, limit), hidesMore);
        });
    }

    EventPosition end(TenantId tenant) {
        return database.inTenant(tenant, log::end);
    }

    /** Whether this is a place from which the log can be read on without a gap. */
    boolean knows(TenantId tenant, EventPosition position) {
        return position.equals(EventPosition.START)
                || database.inTenant(
                        tenant, tx -> tx.queryOne(KNOWN, row -> true, Long.toString(position.tx()), position.id())
                                .isPresent());
    }
}
