package io.flame.messaging;

import io.flame.kernel.persistence.Transaction;
import io.flame.messaging.Arrivals.Arrival;
import io.flame.messaging.Arrivals.Entry;
import io.flame.messaging.Arrivals.Person;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Writes sorted arrivals, one statement per table however many there are. */
final class ArrivalWriter {

    private ArrivalWriter() {}

    static void write(Transaction tx, Arrivals arrivals) throws SQLException {
        if (arrivals.all().isEmpty()) {
            return;
        }
        insertPeople(tx, arrivals.people());
        insertConversations(
                tx, arrivals.entries().stream().filter(entry -> entry.isNew).toList());
        insertMessages(tx, arrivals.all());
        insertAttachments(tx, arrivals.all());
        updateConversations(tx, arrivals);
    }

    private static void insertPeople(Transaction tx, List<Person> people) throws SQLException {
        List<Person> fresh = people.stream().filter(person -> person.isNew).toList();
        if (!fresh.isEmpty()) {
            tx.update(
                    "INSERT INTO contacts (id, name, phone) SELECT * FROM unnest(?, ?, ?)",
                    column(fresh, person -> person.id, UUID[]::new),
                    column(fresh, person -> person.name, String[]::new),
                    column(fresh, person -> person.sender.phone().orElse(null), String[]::new));
        }
        insertIdentities(tx, people);
        for (Person person : people) {
            if (!person.isNew
                    && (person.renamed
                            || (person.phoneMissing && person.sender.phone().isPresent()))) {
                updateContact(tx, person);
            }
        }
    }

    private static void insertIdentities(Transaction tx, List<Person> people) throws SQLException {
        List<UUID> contacts = new ArrayList<>();
        List<UUID> integrations = new ArrayList<>();
        List<String> identities = new ArrayList<>();
        for (Person person : people) {
            for (SenderKey key : person.newIdentities) {
                contacts.add(person.id);
                integrations.add(key.integrationId());
                identities.add(key.identity());
            }
        }
        if (!contacts.isEmpty()) {
            tx.update(
                    "INSERT INTO contact_identities (integration_id, identity, contact_id) SELECT * FROM unnest(?, ?, ?)",
                    integrations.toArray(UUID[]::new),
                    identities.toArray(String[]::new),
                    contacts.toArray(UUID[]::new));
        }
    }

    private static void updateContact(Transaction tx, Person person) throws SQLException {
        String phone = person.sender.phone().orElse(null);
        tx.update(
                "UPDATE contacts SET name = ?, phone = coalesce(phone, ?), updated_at = now() WHERE id = ?",
                person.name,
                phone,
                person.id);
        tx.update("""
                UPDATE conversations SET contact_name = ?, contact_phone = coalesce(contact_phone, ?), updated_at = now()
                 WHERE contact_id = ?""", person.name, phone, person.id);
    }

    private static void insertConversations(Transaction tx, List<Entry> fresh) throws SQLException {
        if (fresh.isEmpty()) {
            return;
        }
        tx.update(
                """
                INSERT INTO conversations (id, contact_id, integration_id, contact_name, contact_phone, platform)
                SELECT * FROM unnest(?, ?, ?, ?, ?, ?)""",
                column(fresh, entry -> entry.id, UUID[]::new),
                column(fresh, entry -> entry.person.id, UUID[]::new),
                column(fresh, entry -> entry.integrationId, UUID[]::new),
                column(fresh, entry -> entry.person.name, String[]::new),
                column(fresh, entry -> entry.person.sender.phone().orElse(null), String[]::new),
                column(fresh, entry -> entry.platform.word(), String[]::new));
    }

    private static void insertMessages(Transaction tx, List<Arrival> arrivals) throws SQLException {
        tx.update(
                """
                INSERT INTO messages (id, conversation_id, integration_id, provider_message_id, content, sender, type,
                       status, metadata, in_reply_to, created_at)
                SELECT n.id, n.conversation_id, n.integration_id, n.provider_id, n.content, 'user', n.type, 'delivered',
                       n.metadata::jsonb,
                       (SELECT m.id FROM messages m
                         WHERE m.integration_id = n.integration_id AND m.provider_message_id = n.reply_to),
                       n.created_at
                  FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY
                       AS n (id, conversation_id, integration_id, provider_id, content, type, metadata, reply_to,
                             created_at, place)
                 ORDER BY n.place""",
                column(arrivals, Arrival::id, UUID[]::new),
                column(arrivals, arrival -> arrival.entry().id, UUID[]::new),
                column(arrivals, arrival -> arrival.message().integrationId(), UUID[]::new),
                column(arrivals, arrival -> arrival.message().providerMessageId(), String[]::new),
                column(arrivals, arrival -> arrival.message().content(), String[]::new),
                column(arrivals, arrival -> arrival.message().type().word(), String[]::new),
                column(arrivals, arrival -> arrival.message().metadata(), String[]::new),
                column(arrivals, arrival -> arrival.message().replyTo(), String[]::new),
                column(arrivals, arrival -> arrival.message().occurredAt(), Instant[]::new));
    }

    private static void insertAttachments(Transaction tx, List<Arrival> arrivals) throws SQLException {
        for (Arrival arrival : arrivals) {
            List<InboundEvent.Attachment> attachments = arrival.message().attachments();
            for (int i = 0; i < attachments.size(); i++) {
                InboundEvent.Attachment attachment = attachments.get(i);
                tx.update(
                        """
                        INSERT INTO attachments (id, message_id, provider_media_id, url, mime_type, sha256, file_name)
                        VALUES (?, ?, ?, ?, ?, ?, ?)""",
                        arrival.attachmentIds().get(i),
                        arrival.id(),
                        attachment.mediaId(),
                        attachment.url(),
                        attachment.mimeType(),
                        attachment.sha256(),
                        attachment.fileName());
            }
        }
    }

    /** A message of these seconds counts as of now: a provider that counts whole seconds must not sort it below others. */
    private static void updateConversations(Transaction tx, Arrivals arrivals) throws SQLException {
        List<Entry> entries = arrivals.entries();
        tx.query(
                        """
                        UPDATE conversations c
                           SET last_message = coalesce(n.preview, c.last_message),
                               last_message_time = greatest(c.last_message_time, n.newest,
                                   CASE WHEN n.newest > now() - interval '2 seconds' THEN now() END),
                               last_inbound_at = greatest(c.last_inbound_at, n.newest),
                               unread_count = c.unread_count + n.count,
                               status = CASE WHEN c.status IN ('resolved', 'archived') THEN 'active' ELSE c.status END,
                               updated_at = now()
                          FROM unnest(?, ?, ?, ?) AS n (id, preview, newest, count)
                         WHERE c.id = n.id
                        RETURNING c.id, c.unread_count""",
                        row -> new Object[] {row.getObject(1, UUID.class), row.getInt(2)},
                        column(entries, entry -> entry.id, UUID[]::new),
                        column(entries, entry -> entry.preview, String[]::new),
                        column(entries, entry -> entry.newest, Instant[]::new),
                        column(entries, entry -> entry.count, Integer[]::new))
                .forEach(row -> arrivals.unreadIs((UUID) row[0], (Integer) row[1]));
    }

    /** What one row has in one column. */
    @FunctionalInterface
    private interface Cell<E, C> {
        @Nullable
        C of(E row);
    }

    /** SQL columns may hold null; arrays of them cannot say so to the checker. */
    @SuppressWarnings("NullAway")
    private static <E, C> C[] column(List<E> rows, Cell<E, C> cell, IntFunction<C[]> array) {
        C[] column = array.apply(rows.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = cell.of(rows.get(i));
        }
        return column;
    }
}
