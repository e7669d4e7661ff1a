package io.flame.messaging;

import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.retention.Expiry;
import io.flame.kernel.retention.Kept;
import io.flame.kernel.retention.Terms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;

/** Removes old files, and counts them; the messages they came with stay. One that is still to be fetched stays. */
@ApplicationScoped
class FileExpiry implements Expiry {

    private static final String REMOVE = """
            WITH old AS (
                SELECT a.id, m.conversation_id, m.created_at FROM attachments a JOIN messages m ON m.id = a.message_id
                 WHERE a.created_at < ? AND a.status <> 'queued' LIMIT ?),
            gone AS (
                DELETE FROM attachments a USING old o WHERE a.id = o.id AND a.status <> 'queued'
                RETURNING o.conversation_id, o.created_at),
            noted AS (
                INSERT INTO removed_counts AS r (day, platform, kind, count)
                SELECT (g.created_at AT TIME ZONE ?)::date, c.platform, 'file', count(*)
                  FROM gone g JOIN conversations c ON c.id = g.conversation_id GROUP BY 1, 2
                ON CONFLICT (day, platform, kind) DO UPDATE SET count = r.count + excluded.count)
            SELECT count(*) FROM gone""";

    private final Database database;

    @Inject
    FileExpiry(Database database) {
        this.database = database;
    }

    @Override
    public int removeSome(TenantId tenant, Terms terms) {
        Optional<Instant> before = terms.before(Kept.FILES);
        if (before.isEmpty()) {
            return 0;
        }
        String zone = terms.zone().getId();
        return database.inTenant(tenant, tx -> tx.queryOne(REMOVE, row -> row.getInt(1), before.get(), BATCH, zone)
                .orElse(0));
    }
}
