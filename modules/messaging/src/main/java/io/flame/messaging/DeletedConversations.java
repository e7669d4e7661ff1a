package io.flame.messaging;

import io.flame.kernel.Json;
import io.flame.kernel.persistence.Transaction;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Finds, in the log of facts, a contact's conversations that were deleted: what was said in them may still stand there. */
final class DeletedConversations {

    /** Those that are this contact's for certain. */
    private static final String OWN = """
            SELECT DISTINCT (e.data ->> 'conversationId')::uuid FROM events e
             WHERE e.data ->> 'conversationId' IS NOT NULL AND e.data ->> 'contactId' = ?
               AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.id = (e.data ->> 'conversationId')::uuid)""";

    /** The last state of each message. */
    private static final String MESSAGES = """
            SELECT m.message::text FROM (
                SELECT DISTINCT ON (e.data #>> '{message,id}') e.data -> 'message' AS message FROM events e
                 WHERE e.data ->> 'conversationId' = ANY (?) AND jsonb_typeof(e.data -> 'message') = 'object'
                 ORDER BY e.data #>> '{message,id}', e.tx DESC, e.id DESC) AS m
             ORDER BY (m.message ->> 'createdAt')::timestamptz, m.message ->> 'id'""";

    /**
     * A deletion tells whose the conversation was, and so does its beginning. Where one tells it not, being older than that,
     * and the other has gone from the log, nobody knows whose it was: it may be this contact's. Nobody can read it any
     * more, so that emptying it takes nothing from another.
     */
    private static final String FIND = """
            SELECT DISTINCT (e.data ->> 'conversationId')::uuid FROM events e
             WHERE e.data ->> 'conversationId' IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.id = (e.data ->> 'conversationId')::uuid)
               AND (e.data ->> 'contactId' = ?
                OR (e.fact = 'ConversationDeleted' AND e.data ->> 'contactId' IS NULL
                    AND NOT EXISTS (SELECT 1 FROM events o WHERE o.fact = 'ConversationOpened'
                                       AND o.data ->> 'conversationId' = e.data ->> 'conversationId')))
             ORDER BY 1""";

    private DeletedConversations() {}

    /** What the log still holds of what was said in them, oldest first; nothing that might be another's. */
    static List<MessageView> messages(Transaction tx, UUID contact) throws SQLException {
        String[] own =
                tx.query(OWN, row -> row.getString(1), contact.toString()).toArray(String[]::new);
        return own.length == 0
                ? List.of()
                : tx.query(MESSAGES, row -> Json.read(row.getString(1), MessageView.class), (Object) own);
    }

    /** Those that have to be emptied with the contact. */
    static List<UUID> of(Transaction tx, UUID contact) throws SQLException {
        return tx.query(FIND, row -> row.getObject(1, UUID.class), contact.toString());
    }
}
