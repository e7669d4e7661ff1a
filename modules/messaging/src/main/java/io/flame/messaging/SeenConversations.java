package io.flame.messaging;

import io.flame.identity.Caller;
import io.flame.identity.ConversationSight;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Answers by the same clause that lists conversations. */
@ApplicationScoped
class SeenConversations implements ConversationSight {

    private final Database database;

    @Inject
    SeenConversations(Database database) {
        this.database = database;
    }

    @Override
    public Set<UUID> seen(Caller caller, Collection<UUID> conversations) {
        if (conversations.isEmpty()) {
            return Set.of();
        }
        ConversationFilter.Clause clause = Sight.of(caller).clause();
        List<Object> values = new ArrayList<>();
        values.add(conversations.toArray(UUID[]::new));
        values.addAll(clause.values());
        return Set.copyOf(database.inTenant(
                caller.tenant(),
                tx -> tx.query(
                        "SELECT c.id FROM conversations c WHERE c.id = ANY (?)" + clause.sql(),
                        row -> row.getObject(1, UUID.class),
                        values.toArray())));
    }
}
