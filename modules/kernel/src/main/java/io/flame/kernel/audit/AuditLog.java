package io.flame.kernel.audit;

import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Change;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Ride;
import io.flame.kernel.persistence.Transaction;
import io.flame.kernel.persistence.TransactionWork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the audit log of a tenant, and that of the platform for what belongs to no tenant. Rows are only ever added;
 * the database gives each its time and its place in the chain.
 */
@ApplicationScoped
public class AuditLog {

    static final String COLUMNS = "actor_kind, actor_id, actor_email, actor_role, action, target, address, user_agent, "
            + "request_id, outcome, status, before, after";
    private static final String VALUES = "SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb";
    private static final String ADD = "INSERT INTO %saudit_log (" + COLUMNS + ") " + VALUES;

    /** A transaction that has only read has no number of its own yet. */
    private static final String IF_WRITTEN = " WHERE pg_current_xact_id_if_assigned() IS NOT NULL";

    private static final String PLATFORM = "flame.";

    private final Database database;

    @Inject
    public AuditLog(Database database) {
        this.database = database;
    }

    /**
     * Lets the entry be written by this thread's first transaction of the tenant (or, without one, of the platform) that
     * writes anything, so that it is there if and only if the change is. {@link #settle} has to follow in this thread.
     */
    public Ride expect(@Nullable TenantId tenant, AuditEntry entry) {
        String schema = tenant == null ? PLATFORM : "";
        return database.rideAlong(tenant, tx -> add(tx, schema, entry, IF_WRITTEN) > 0);
    }

    /** Ends the waiting of {@link #expect}. */
    public void settle() {
        database.stopWaiting();
    }

    /** Writes the entry by itself, into the tenant's log or, without a tenant, into the platform's. */
    public void append(@Nullable TenantId tenant, AuditEntry entry) {
        if (tenant == null) {
            database.inPlatform(written(PLATFORM, entry));
            return;
        }
        database.inTenant(tenant, written("", entry));
    }

    private static TransactionWork<Integer> written(String schema, AuditEntry entry) {
        return tx -> add(tx, schema, entry, "");
    }

    private static int add(Transaction tx, String schema, AuditEntry entry, String condition) throws SQLException {
        Optional<Change> change = tx.change();
        AuditDifference difference = AuditDifference.of(change);
        AuditActor actor = entry.actor();
        AuditOrigin origin = entry.origin();
        String told = change.map(Change::target).map(UUID::toString).orElse(null);
        return tx.update(
                ADD.formatted(schema) + condition,
                actor.kind(),
                actor.id(),
                actor.email(),
                actor.role(),
                entry.action(),
                entry.target() == null ? told : entry.target(),
                origin.address(),
                origin.userAgent(),
                origin.requestId(),
                entry.outcome(),
                entry.status(),
                difference.before(),
                difference.after());
    }
}
