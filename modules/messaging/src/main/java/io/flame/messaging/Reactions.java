package io.flame.messaging;

import io.flame.kernel.Fact;
import io.flame.kernel.persistence.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Puts a customer's reaction on a message, or takes it off; an older one heard late changes nothing. */
final class Reactions {

    private static final String SET = """
            UPDATE messages m
               SET metadata = (coalesce(m.metadata, '{}') - 'reaction')
                   || CASE WHEN ?::text IS NULL THEN '{}'::jsonb
                           ELSE jsonb_build_object('reaction', jsonb_build_object('emoji', ?::text)) END
                   || jsonb_build_object('reactedAt', ?::text)
             WHERE m.integration_id = ? AND m.provider_message_id = ?
               AND coalesce(m.metadata ->> 'reactedAt', '') < ?
            RETURNING\s""";

    private Reactions() {}

    static List<Fact> apply(Transaction tx, List<InboundEvent.Reaction> reactions) throws SQLException {
        List<Fact> facts = new ArrayList<>();
        for (InboundEvent.Reaction reaction : reactions) {
            String at = "%019d".formatted(reaction.occurredAt().toEpochMilli());
            UUID integration = reaction.integrationId();
            tx.query(
                            SET + MessageRow.COLUMNS,
                            MessageRow::read,
                            reaction.emoji(),
                            reaction.emoji(),
                            at,
                            integration,
                            reaction.targetId(),
                            at)
                    .forEach(view -> facts.add(new MessageUpdated(view.conversationId(), view)));
        }
        return facts;
    }
}
