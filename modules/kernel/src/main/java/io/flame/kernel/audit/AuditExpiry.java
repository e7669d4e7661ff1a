package io.flame.kernel.audit;

import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import io.flame.kernel.retention.Expiry;
import io.flame.kernel.retention.Kept;
import io.flame.kernel.retention.PlatformExpiry;
import io.flame.kernel.retention.Terms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the oldest rows off the audit logs. The database notes where each chain begins since, and each cut stands in the
 * log itself.
 */
@ApplicationScoped
public class AuditExpiry implements Expiry, PlatformExpiry {

    /** The platform's own log has nobody who could say how long to keep it. */
    private static final Duration PLATFORM = Duration.ofDays(730);

    private static final String CUT = "SELECT flame.cut_audit_log(?, ?)";
    private static final AuditActor ACTOR = new AuditActor("system", null, null, null);
    private static final AuditOrigin ORIGIN = new AuditOrigin("-", null, "-");

    private final Database database;
    private final AuditLog log;

    @Inject
    public AuditExpiry(Database database, AuditLog log) {
        this.database = database;
        this.log = log;
    }

    @Override
    public int removeSome(TenantId tenant, Terms terms) {
        Optional<Instant> before = terms.before(Kept.AUDIT);
        return before.isEmpty() ? 0 : database.inTenant(tenant, tx -> cut(tx, tenant, before.get()));
    }

    @Override
    public void remove(Transaction tx, Instant now) throws SQLException {
        cut(tx, null, now.minus(PLATFORM));
    }

    private int cut(Transaction tx, @Nullable TenantId tenant, Instant before) throws SQLException {
        int removed = tx.queryOne(CUT, row -> row.getInt(1), before, BATCH).orElse(0);
        if (removed > 0) {
            String told = removed + " rows older than " + before;
            log.append(tenant, AuditEntry.intended(ACTOR, "retention of the audit log", told, ORIGIN));
        }
        return removed;
    }
}
