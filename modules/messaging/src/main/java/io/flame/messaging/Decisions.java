package io.flame.messaging;

import io.flame.kernel.Ids;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The explanations of a conversation's automatic answers, newest first. */
@ApplicationScoped
public class Decisions {

    static final String COLUMNS =
            "message_id, assistant_id, outcome, reason, coalesce(detail::text, '{}'), answer_id, decided_at";

    private final Database database;

    @Inject
    public Decisions(Database database) {
        this.database = database;
    }

    public Page<DecisionView> list(TenantId tenant, UUID conversation, PageRequest request) {
        List<Object> values = new ArrayList<>(List.of(conversation));
        request.cursor()
                .ifPresent(cursor -> values.add(Ids.parse(cursor.getFirst()).orElseThrow(PageRequest::invalidCursor)));
        values.add(request.limit() + 1);
        String older = request.cursor().isPresent()
                ? "AND (decided_at, message_id) < (SELECT decided_at, message_id FROM decisions WHERE message_id = ?)"
                : "";
        return database.inTenant(tenant, tx -> {
            Conversations.find(tx, conversation);
            List<DecisionView> found = tx.query("""
                    SELECT %s FROM decisions WHERE conversation_id = ? %s
                     ORDER BY decided_at DESC, message_id DESC LIMIT ?""".formatted(COLUMNS, older), Decisions::read, values.toArray());
            boolean more = found.size() > request.limit();
            List<DecisionView> shown = more ? found.subList(0, request.limit()) : found;
            return Page.of(shown, more ? PageRequest.cursor(shown.getLast().messageId()) : null);
        });
    }

    static DecisionView read(ResultSet row) throws SQLException {
        return new DecisionView(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getObject(6, UUID.class),
                row.getTimestamp(7).toInstant());
    }
}
