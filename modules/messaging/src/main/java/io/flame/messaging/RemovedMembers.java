package io.flame.messaging;

import io.flame.identity.people.MemberRemoved;
import io.flame.kernel.EventLog;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

/** Frees the open conversations of somebody who no longer works here, so that others see them as nobody's. */
@ApplicationScoped
class RemovedMembers {

    private final Database database;
    private final EventLog log;

    @Inject
    RemovedMembers(Database database, EventLog log) {
        this.database = database;
        this.log = log;
    }

    /** Somebody who was let in again meanwhile keeps theirs. */
    void on(@Observes MemberRemoved fact) {
        TenantId tenant = database.current().orElseThrow().tenant();
        database.runInTenant(tenant, tx -> {
            List<UUID> freed = tx.query("""
                    UPDATE conversations SET user_id = NULL, version = version + 1, updated_at = now()
                     WHERE user_id = ? AND status IN ('active', 'pending')
                       AND NOT EXISTS (SELECT 1 FROM users u WHERE u.id = ? AND u.is_active)
                    RETURNING id""", row -> row.getObject(1, UUID.class), fact.userId(), fact.userId());
            log.publish(
                    tx,
                    freed.stream()
                            .map(id -> new ConversationChanged(id, List.of("userId")))
                            .toList());
        });
    }
}
