package io.flame.messaging;

import io.flame.kernel.TenantId;
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
import java.util.UUID;

/**
 * Removes old messages with their decisions and files, and counts them, so that statistics of past days stay. What still
 * waits to be sent stays. Conversations and contacts stay too: they are not a matter of age.
 */
@ApplicationScoped
class MessageExpiry implements Expiry {

    /** By both times: a provider's may be wrong, and what has just come in is not old. */
    private static final String OLD = """
            SELECT id, conversation_id FROM messages
             WHERE created_at < ? AND received_at < ? AND status <> 'queued' LIMIT ?""";

    private static final String REMOVE = """
            WITH gone AS (
                DELETE FROM messages WHERE id = ANY (?) AND status <> 'queued' RETURNING id, conversation_id, created_at, sender),
            counted AS (
                SELECT g.created_at, g.conversation_id, g.sender AS kind FROM gone g
                UNION ALL
                SELECT g.created_at, g.conversation_id, d.outcome FROM gone g JOIN decisions d ON d.message_id = g.id
                UNION ALL
                SELECT g.created_at, g.conversation_id, 'file' FROM gone g JOIN attachments a ON a.message_id = g.id),
            noted AS (
                INSERT INTO removed_counts AS r (day, platform, kind, count)
                SELECT (n.created_at AT TIME ZONE ?)::date, c.platform, n.kind, count(*)
                  FROM counted n JOIN conversations c ON c.id = n.conversation_id GROUP BY 1, 2, 3
                ON CONFLICT (day, platform, kind) DO UPDATE SET count = r.count + excluded.count)
            SELECT count(*) FROM gone""";

    /** What is left may be a message that waits, or none. */
    private static final String TIDY = """
            UPDATE conversations c
               SET last_message = (SELECT m.content FROM messages m WHERE m.conversation_id = c.id
                                    ORDER BY m.created_at DESC, m.seq DESC LIMIT 1),
                   unread_count = least(c.unread_count,
                       (SELECT count(*) FROM messages m WHERE m.conversation_id = c.id AND m.sender = 'user'))
             WHERE c.id = ANY (?)""";

    private final Database database;

    @Inject
    MessageExpiry(Database database) {
        this.database = database;
    }

    private record Old(UUID id, UUID conversation) {}

    @Override
    public int removeSome(TenantId tenant, Terms terms) {
        Optional<Instant> before = terms.before(Kept.MESSAGES);
        return before.isEmpty()
                ? 0
                : database.inTenant(
                        tenant, tx -> remove(tx, before.get(), terms.zone().getId()));
    }

    /** The conversations are locked before their messages, as whoever stores or sends one does. */
    private static int remove(Transaction tx, Instant before, String zone) throws SQLException {
        List<Old> old = tx.query(
                OLD, row -> new Old(row.getObject(1, UUID.class), row.getObject(2, UUID.class)), before, before, BATCH);
        if (old.isEmpty()) {
            return 0;
        }
        UUID[] conversations =
                old.stream().map(Old::conversation).distinct().sorted().toArray(UUID[]::new);
        tx.query("SELECT 1 FROM conversations WHERE id = ANY (?) ORDER BY id FOR UPDATE", row -> true, (Object)
                conversations);
        UUID[] ids = old.stream().map(Old::id).toArray(UUID[]::new);
        int removed = tx.queryOne(REMOVE, row -> row.getInt(1), ids, zone).orElse(0);
        tx.update(TIDY, (Object) conversations);
        return removed;
    }
}
