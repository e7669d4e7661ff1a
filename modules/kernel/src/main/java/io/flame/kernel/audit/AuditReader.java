package io.flame.kernel.audit;

import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.TransactionWork;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows an audit log, newest first. */
@ApplicationScoped
public class AuditReader {

    private static final String SELECT = "SELECT id, at, " + AuditLog.COLUMNS + ", previous, hash FROM %saudit_log"
            + " WHERE %s id < ? ORDER BY id DESC LIMIT ? OFFSET ?";
    private static final String COUNT = "SELECT count(*) FROM %saudit_log WHERE %s true";
    private static final long NEWEST = Long.MAX_VALUE;

    private final Database database;

    @Inject
    public AuditReader(Database database) {
        this.database = database;
    }

    /** The tenant's log or, without a tenant, the platform's. */
    public Page<AuditRecord> list(@Nullable TenantId tenant, AuditFilter filter, PageRequest request) {
        long before = request.cursor().map(AuditReader::place).orElse(NEWEST);
        if (tenant == null) {
            return database.inPlatform(page("flame.", filter, before, request));
        }
        return database.inTenant(tenant, page("", filter, before, request));
    }

    private static TransactionWork<Page<AuditRecord>> page(
            String schema, AuditFilter filter, long before, PageRequest request) {
        List<Object> values = new ArrayList<>();
        String conditions = filter.conditions(values);
        List<Object> all = new ArrayList<>(values);
        all.addAll(List.of(before, request.limit() + 1, request.offset()));
        return tx -> {
            List<AuditRecord> found =
                    tx.query(SELECT.formatted(schema, conditions), AuditReader::toRecord, all.toArray());
            boolean more = found.size() > request.limit();
            List<AuditRecord> shown = more ? found.subList(0, request.limit()) : found;
            if (request.page().isPresent()) {
                long total = tx.queryOne(COUNT.formatted(schema, conditions), row -> row.getLong(1), values.toArray())
                        .orElse(0L);
                return new Page<>(shown, null, total);
            }
            return Page.of(shown, more ? PageRequest.cursor(shown.getLast().id()) : null);
        };
    }

    private static long place(List<String> cursor) {
        try {
            return Long.parseLong(String.join("", cursor));
        } catch (NumberFormatException e) {
            throw PageRequest.invalidCursor();
        }
    }

    private static AuditRecord toRecord(ResultSet row) throws SQLException {
        return new AuditRecord(
                row.getLong("id"),
                row.getTimestamp("at").toInstant(),
                new AuditActor(
                        row.getString("actor_kind"),
                        row.getString("actor_id"),
                        row.getString("actor_email"),
                        row.getString("actor_role")),
                row.getString("action"),
                row.getString("target"),
                row.getString("address"),
                row.getString("user_agent"),
                row.getString("request_id"),
                row.getString("outcome"),
                row.getObject("status", Integer.class),
                row.getString("before"),
                row.getString("after"),
                row.getString("previous"),
                row.getString("hash"));
    }
}
