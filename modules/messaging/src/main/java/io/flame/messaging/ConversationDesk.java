package io.flame.messaging;

import io.flame.kernel.EventLog;
import io.flame.kernel.Ids;
import io.flame.kernel.IfMatch;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Change;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.DatabaseException;
import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people do with conversations: begin, change and delete them. */
@ApplicationScoped
public class ConversationDesk {

    /** Once the messages are gone, nobody knows whose these were. */
    private static final String FORGET_EARLY_STATUSES = """
            DELETE FROM early_statuses s USING messages m
             WHERE m.integration_id = s.integration_id AND m.provider_message_id = s.provider_message_id
               AND m.conversation_id = ?""";

    private final Database database;
    private final EventLog log;

    @Inject
    public ConversationDesk(Database database, EventLog log) {
        this.database = database;
        this.log = log;
    }

    /** @throws Problem 409 while the contact has an open conversation on the integration */
    public ConversationView begin(TenantId tenant, NewConversation draft) {
        return referencesChecked(() -> database.inTenant(tenant, tx -> {
            UUID integration = integration(tx, draft);
            UUID contact = ContactBook.findOrAdd(tx, integration, draft);
            refuseSecond(tx, contact, integration);
            UUID id = Ids.next();
            tx.update(
                    """
                    INSERT INTO conversations (id, user_id, contact_id, integration_id, contact_name, contact_phone,
                           contact_email, platform, priority, assigned_assistant_id, tags, last_message_time)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now())""",
                    id,
                    draft.userId().orElse(null),
                    contact,
                    integration,
                    draft.contactName(),
                    draft.contactPhone().orElse(null),
                    draft.contactEmail().orElse(null),
                    draft.platform(),
                    draft.priority(),
                    draft.assignedAssistantId().orElse(null),
                    draft.tags().toArray(String[]::new));
            log.publish(
                    tx,
                    new ConversationOpened(
                            id, contact, draft.contactName(), draft.platform().word()));
            tx.tell(new Change(id, null, null));
            return Conversations.find(tx, id);
        }));
    }

    /**
     * Changes the named fields in one step.
     *
     * @param condition on the version the caller has seen; 412 when the conversation has changed since
     */
    public ConversationView change(TenantId tenant, UUID id, ConversationChange change, IfMatch condition) {
        return referencesChecked(() -> database.inTenant(tenant, tx -> {
            ConversationView before = lock(tx, id);
            condition.check(before.version());
            if (change.isEmpty()) {
                return before;
            }
            List<@Nullable Object> values = new ArrayList<>(change.values());
            values.add(id);
            tx.update(
                    "UPDATE conversations SET version = version + 1, updated_at = now(), " + change.assignments()
                            + " WHERE id = ?",
                    values.toArray());
            log.publish(tx, new ConversationChanged(id, change.fields()));
            return Conversations.find(tx, id);
        }));
    }

    /** Its messages go with it; their copies in the log of facts stay until they are old, or the contact is erased. */
    public void delete(TenantId tenant, UUID id) {
        database.runInTenant(tenant, tx -> {
            UUID contact = lock(tx, id).contactId();
            tx.update(FORGET_EARLY_STATUSES, id);
            tx.update("DELETE FROM conversations WHERE id = ?", id);
            log.publish(tx, new ConversationDeleted(id, contact));
        });
    }

    private static ConversationView lock(Transaction tx, UUID id) throws SQLException {
        return tx.queryOne(
                        "SELECT " + ConversationView.COLUMNS + " FROM conversations c WHERE c.id = ? FOR UPDATE",
                        ConversationView::read,
                        id)
                .orElseThrow(Problem::notFound);
    }

    private static @Nullable UUID integration(Transaction tx, NewConversation draft) throws SQLException {
        List<UUID> found = tx.query(
                """
                SELECT id FROM integrations
                 WHERE platform = ? AND (id = ?::uuid OR (?::uuid IS NULL AND status = 'active')) LIMIT 2""",
                row -> row.getObject(1, UUID.class),
                draft.platform(),
                draft.integrationId().orElse(null),
                draft.integrationId().orElse(null));
        if (draft.integrationId().isPresent() && found.isEmpty()) {
            throw Problem.invalid(
                    "integrationId", "unknown_reference", "integrationId is not an integration of this platform");
        }
        if (found.size() > 1) {
            throw Problem.invalid(
                    "integrationId", "required", "integrationId is required: several integrations serve this platform");
        }
        return found.isEmpty() ? null : found.getFirst();
    }

    private static void refuseSecond(Transaction tx, UUID contact, @Nullable UUID integration) throws SQLException {
        Optional<UUID> open = tx.queryOne("""
                SELECT id FROM conversations
                 WHERE contact_id = ? AND integration_id = ? AND status IN ('active', 'pending')""", row -> row.getObject(1, UUID.class), contact, integration);
        if (open.isPresent()) {
            throw Problem.conflict("The contact has an open conversation: " + open.get());
        }
    }

    private interface Work {
        ConversationView run();
    }

    /** A person, an assistant or an open conversation that the request names may not be what it takes it for. */
    private static ConversationView referencesChecked(Work work) {
        try {
            return work.run();
        } catch (DatabaseException e) {
            if (e.isForeignKeyViolation()) {
                boolean assistant = String.valueOf(e.getMessage()).contains("assigned_assistant_id");
                String field = assistant ? "assignedAssistantId" : "userId";
                throw Problem.invalid(field, "unknown_reference", field + " does not exist");
            }
            if (e.isUniqueViolation()) {
                throw Problem.conflict("The contact has another open conversation on this integration");
            }
            throw e;
        }
    }
}
