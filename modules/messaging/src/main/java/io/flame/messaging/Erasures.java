package io.flame.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.flame.kernel.EventLog;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Erases a person everywhere in the tenant, in one transaction, and hands out a signed receipt.
 *
 * <p>What statistics count stays as an empty row with its id, its times and its place in the order: the contact, its
 * conversations, messages, decisions and events. Names, numbers, addresses, words, metadata, tags and details go; files
 * and the ids by which providers know the person go as rows. Open conversations are archived and lead to no channel any
 * more, so that nothing is answered or sent in them: what was queued counts as failed, what was just being sent as
 * unknown. A later message of the same person makes a new contact, while one that a provider delivers again stays erased.
 *
 * <p>What the platform holds for the tenant goes too: webhooks in the quarantine in which the person is named, errors of
 * jobs. The audit log is append-only and stays as it is: it names what was changed by ids and holds nothing of customers.
 */
@ApplicationScoped
public class Erasures {

    /** Of these contacts something is held again although they were erased: a restore has brought it back. */
    private static final String CAME_BACK = """
            SELECT k.id FROM contacts k
             WHERE k.name <> '' AND (k.id IN (SELECT e.contact_id FROM erasures e)
                OR k.id IN (SELECT * FROM flame.erased_among(ARRAY(SELECT n.id FROM contacts n WHERE n.name <> ''))))
             ORDER BY k.id LIMIT 1""";

    private static final TypeReference<TreeMap<String, Long>> COUNTS = new TypeReference<>() {};

    /** A long log is read through as a whole. */
    static final String PATIENCE = "SET LOCAL statement_timeout TO '10min'";

    private final Database database;
    private final EventLog log;
    private final ReceiptKey key;
    private final Clock clock;

    @Inject
    public Erasures(Database database, EventLog log, ReceiptKey key, Clock clock) {
        this.database = database;
        this.log = log;
        this.key = key;
        this.clock = clock;
    }

    /**
     * Erases, unless that has been done: then the receipt of that time comes again.
     *
     * @throws Problem 404 for a contact that never existed in this tenant
     */
    public ErasureReceipt erase(TenantId tenant, UUID contact) {
        String spare = key.spare(tenant);
        return database.inTenant(tenant, tx -> {
            lock(tx, contact);
            Optional<ErasureReceipt> earlier = find(tx, contact);
            return earlier.isPresent() ? earlier.get() : eraseNow(tx, contact, spare);
        });
    }

    /**
     * The receipt of an erasure.
     *
     * @throws Problem 404 when there was none
     */
    public ErasureReceipt get(TenantId tenant, UUID contact) {
        return database.inTenant(tenant, tx -> find(tx, contact)).orElseThrow(Problem::notFound);
    }

    /** Whether this very receipt is one of this tenant's: nothing in it was changed, and its key signed it. */
    public boolean isGenuine(TenantId tenant, ErasureReceipt receipt) {
        String text = ErasureReceipt.signed(receipt.contactId(), receipt.erasedAt(), receipt.counts());
        Optional<String> sealed = database.inTenant(tenant, ReceiptKey::stored);
        return sealed.isPresent() && key.matches(tenant, sealed.get(), text, receipt.signature());
    }

    /**
     * Erases again whoever was erased before and is there again, because an older state of the tenant was restored or
     * imported. Receipts stay as they are.
     *
     * @return how many
     */
    public int reapply(TenantId tenant) {
        int erased = 0;
        while (eraseAgain(tenant) > 0) {
            erased++;
        }
        return erased;
    }

    /** One of them, if there is any. */
    int eraseAgain(TenantId tenant) {
        String spare = key.spare(tenant);
        return database.inTenant(tenant, tx -> {
            tx.update(PATIENCE);
            Optional<UUID> contact = tx.queryOne(CAME_BACK, row -> row.getObject(1, UUID.class));
            if (contact.isPresent()) {
                eraseAgain(tx, contact.get(), spare);
            }
            return contact.isPresent() ? 1 : 0;
        });
    }

    private void eraseAgain(Transaction tx, UUID contact, String spare) throws SQLException {
        lock(tx, contact);
        if (find(tx, contact).isEmpty()) {
            eraseNow(tx, contact, spare);
            return;
        }
        List<UUID> conversations = conversations(tx, contact);
        Eraser.erase(tx, contact, conversations);
        log.publish(tx, new ContactErased(contact, conversations, now()));
    }

    private ErasureReceipt eraseNow(Transaction tx, UUID contact, String spare) throws SQLException {
        tx.update(PATIENCE);
        List<UUID> conversations = conversations(tx, contact);
        SortedMap<String, Long> counts = Eraser.erase(tx, contact, conversations);
        Instant now = now();
        String signature = key.sign(tx, spare, ErasureReceipt.signed(contact, now, counts));
        tx.update(
                "INSERT INTO erasures (contact_id, erased_at, counts, signature) VALUES (?, ?, ?::jsonb, ?)",
                contact,
                now,
                Json.write(counts),
                signature);
        log.publish(tx, new ContactErased(contact, conversations, now));
        return new ErasureReceipt(contact, now, counts, signature);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Those that were deleted come after the others are locked: then none can slip away in between. */
    private static List<UUID> conversations(Transaction tx, UUID contact) throws SQLException {
        List<UUID> all = new ArrayList<>(tx.query(
                "SELECT id FROM conversations WHERE contact_id = ? ORDER BY id FOR UPDATE",
                row -> row.getObject(1, UUID.class),
                contact));
        all.addAll(DeletedConversations.of(tx, contact));
        return List.copyOf(all);
    }

    /** No webhook of this person is being stored after this, and none that comes later finds the contact. */
    private static void lock(Transaction tx, UUID contact) throws SQLException {
        SenderLocks.takeAll(tx, identities(tx, contact));
        if (tx.query("SELECT 1 FROM contacts WHERE id = ? FOR UPDATE", row -> true, contact)
                .isEmpty()) {
            throw Problem.notFound();
        }
        // one that was added while we waited
        SenderLocks.takeAll(tx, identities(tx, contact));
    }

    private static List<SenderKey> identities(Transaction tx, UUID contact) throws SQLException {
        return tx.query(
                "SELECT integration_id, identity FROM contact_identities WHERE contact_id = ?",
                row -> new SenderKey(row.getObject(1, UUID.class), row.getString(2)),
                contact);
    }

    private static Optional<ErasureReceipt> find(Transaction tx, UUID contact) throws SQLException {
        return tx.queryOne(
                "SELECT contact_id, erased_at, counts::text, signature FROM erasures WHERE contact_id = ?",
                Erasures::read,
                contact);
    }

    private static ErasureReceipt read(ResultSet row) throws SQLException {
        return new ErasureReceipt(
                row.getObject(1, UUID.class),
                row.getTimestamp(2).toInstant(),
                counts(row.getString(3)),
                row.getString(4));
    }

    private static SortedMap<String, Long> counts(String json) {
        try {
            return Json.mapper().readValue(json, COUNTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the counts of a receipt are not readable", e);
        }
    }
}
