package io.flame.kernel;

import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import io.flame.kernel.retention.Expiry;
import io.flame.kernel.retention.Kept;
import io.flame.kernel.retention.Terms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Cuts the oldest events off the log, as far as every listener of this version has heard them. */
@ApplicationScoped
class EventExpiry implements Expiry {

    private static final String REMOVE = """
            WITH oldest AS (SELECT id, tx, created_at FROM events ORDER BY tx, id LIMIT ?)
            DELETE FROM events e USING oldest o
             WHERE e.id = o.id AND o.created_at < ?
               AND (SELECT count(*) FROM event_progress p
                     WHERE p.listener = ANY (?) AND (p.tx, p.id) >= (o.tx, o.id)) = ?
            RETURNING e.id""";

    private final Database database;
    private final ListenerCatalog catalog;

    @Inject
    EventExpiry(Database database, ListenerCatalog catalog) {
        this.database = database;
        this.catalog = catalog;
    }

    @Override
    public int removeSome(TenantId tenant, Terms terms) {
        Optional<Instant> before = terms.before(Kept.EVENTS);
        return before.isEmpty() ? 0 : database.inTenant(tenant, tx -> remove(tx, before.get()));
    }

    private int remove(Transaction tx, Instant before) throws SQLException {
        String[] listeners =
                catalog.listeners().stream().map(ListenerCatalog.Listener::name).toArray(String[]::new);
        List<Long> gone = tx.query(REMOVE, row -> row.getLong(1), BATCH, before, listeners, (long) listeners.length);
        if (!gone.isEmpty()) {
            tx.update("DELETE FROM parked_events WHERE event_id = ANY (?)", (Object) gone.toArray(Long[]::new));
        }
        return gone.size();
    }
}
