package io.flame.messaging;

import io.flame.kernel.persistence.Transaction;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Empties everything that is held of one contact, whose row is locked. */
final class Eraser {

    private static final String MESSAGES = """
            UPDATE messages SET content = '', metadata = NULL,
                   provider_message_id = CASE WHEN provider_message_id LIKE 'erased:%%' THEN provider_message_id ELSE %s END,
                   status = CASE WHEN status <> 'queued' THEN status WHEN send_started_at IS NULL THEN 'failed' ELSE 'unknown' END,
                   failed_at = CASE WHEN status = 'queued' AND send_started_at IS NULL THEN now() ELSE failed_at END,
                   error_code = CASE WHEN status = 'queued' THEN '%s' ELSE error_code END,
                   error_message = CASE WHEN status = 'queued' OR error_code IS NOT NULL THEN '' END
             WHERE conversation_id = ANY (?)""".formatted(ErasedId.of("provider_message_id"), ErasedId.ERROR);

    /** What a field of an event may keep; everything that is not listed goes. */
    private static final String EVENTS = """
            UPDATE events e SET data = (
                SELECT coalesce(jsonb_object_agg(f.key, CASE
                    WHEN f.key IN ('conversationId', 'contactId', 'integrationId', 'platform', 'unreadCount', 'fields', 'failedAt')
                        THEN f.value
                    WHEN f.key = 'contactName' THEN '""'::jsonb
                    WHEN f.key = 'error' AND jsonb_typeof(f.value) = 'object'
                        THEN jsonb_build_object('code', f.value -> 'code', 'message', '')
                    WHEN f.key = 'message' AND jsonb_typeof(f.value) = 'object' THEN (
                        SELECT coalesce(jsonb_object_agg(p.key, CASE
                            WHEN p.key IN ('id', 'conversationId', 'sender', 'senderId', 'type', 'status', 'inReplyTo',
                                           'createdAt', 'sentAt', 'deliveredAt', 'readAt') THEN p.value
                            WHEN p.key = 'content' THEN '""'::jsonb
                            WHEN p.key = 'metadata' THEN '{}'::jsonb
                            WHEN p.key = 'error' AND jsonb_typeof(p.value) = 'object'
                                THEN jsonb_build_object('code', p.value -> 'code', 'message', '')
                            ELSE 'null'::jsonb END), '{}') FROM jsonb_each(f.value) AS p)
                    ELSE 'null'::jsonb END), '{}') FROM jsonb_each(e.data) AS f)
             WHERE e.data ->> 'conversationId' = ANY (?) OR e.data ->> 'contactId' = ?""";

    private static final int SURE_LENGTH = 7;

    private final Transaction tx;
    private final UUID contact;
    private final UUID[] conversations;
    private final SortedMap<String, Long> counts = new TreeMap<>();

    private Eraser(Transaction tx, UUID contact, List<UUID> conversations) {
        this.tx = tx;
        this.contact = contact;
        this.conversations = conversations.toArray(UUID[]::new);
    }

    /** @return how many rows were emptied or removed, by kind */
    static SortedMap<String, Long> erase(Transaction tx, UUID contact, List<UUID> conversations) throws SQLException {
        Eraser eraser = new Eraser(tx, contact, conversations);
        eraser.elsewhere();
        eraser.person();
        eraser.words();
        eraser.traces();
        return eraser.counts;
    }

    /** Comes first: later nobody knows by what names the person goes. */
    private void elsewhere() throws SQLException {
        List<String> jobs = tx.query("""
                SELECT unnest(?)::text UNION ALL
                SELECT a.id::text FROM attachments a JOIN messages m ON m.id = a.message_id
                 WHERE m.conversation_id = ANY (?)""", row -> row.getString(1), conversations, conversations);
        List<String> words = tx.query("""
                SELECT identity FROM contact_identities WHERE contact_id = ?
                UNION SELECT phone FROM contacts WHERE id = ? AND phone <> ''
                UNION SELECT email FROM contacts WHERE id = ? AND email <> ''""", row -> row.getString(1), contact, contact, contact);
        long removed = tx.queryOne(
                        "SELECT flame.forget_contact(?, ?, ?)",
                        row -> row.getLong(1),
                        contact,
                        jobs.toArray(String[]::new),
                        words.stream().map(Eraser::telling).toArray(String[]::new))
                .orElse(0L);
        counts.put("quarantine", removed);
    }

    /** A short number stands inside of many others. */
    private static String telling(String word) {
        return word.length() < SURE_LENGTH ? '"' + word + '"' : word;
    }

    private void person() throws SQLException {
        count(
                "contacts",
                "UPDATE contacts SET name = '', phone = NULL, email = NULL, updated_at = now() WHERE id = ?",
                contact);
        count("identities", "DELETE FROM contact_identities WHERE contact_id = ?", contact);
        count("conversations", """
                UPDATE conversations c SET contact_name = '', contact_phone = NULL, contact_email = NULL, last_message = NULL,
                       tags = '{}', unread_count = 0, integration_id = NULL,
                       status = CASE WHEN status IN ('active', 'pending') THEN 'archived' ELSE status END,
                       answered_seq = greatest(answered_seq,
                           (SELECT max(m.seq) FROM messages m WHERE m.conversation_id = c.id AND m.sender = 'user')),
                       version = version + 1, updated_at = now()
                 WHERE id = ANY (?)""", (Object) conversations);
    }

    private void words() throws SQLException {
        count("attachments", """
                DELETE FROM attachments a USING messages m
                 WHERE m.id = a.message_id AND m.conversation_id = ANY (?)""", (Object) conversations);
        count("decisions", "UPDATE decisions SET detail = NULL WHERE conversation_id = ANY (?)", (Object)
                conversations);
        tx.update("""
                DELETE FROM early_statuses s USING messages m
                 WHERE m.integration_id = s.integration_id AND m.provider_message_id = s.provider_message_id
                   AND m.conversation_id = ANY (?)""", (Object) conversations);
        count("messages", MESSAGES, (Object) conversations);
    }

    private void traces() throws SQLException {
        String[] ids = Arrays.stream(conversations).map(UUID::toString).toArray(String[]::new);
        count("events", EVENTS, ids, contact.toString());
        tx.update("""
                UPDATE parked_events p SET error = '' FROM events e
                 WHERE e.id = p.event_id AND (e.data ->> 'conversationId' = ANY (?) OR e.data ->> 'contactId' = ?)""", ids, contact.toString());
        tx.update("UPDATE event_progress SET last_error = '' WHERE last_error <> ''");
        tx.update("""
                UPDATE idempotency_keys SET body = '{}'
                 WHERE EXISTS (SELECT 1 FROM unnest(?) AS u (id) WHERE position(convert_to(u.id, 'UTF8') IN body) > 0)""", (Object) ids);
    }

    private void count(String kind, String sql, @Nullable Object... values) throws SQLException {
        counts.put(kind, (long) tx.update(sql, values));
    }
}
