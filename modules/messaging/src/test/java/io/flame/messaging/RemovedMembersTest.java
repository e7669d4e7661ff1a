package io.flame.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.identity.people.MemberRemoved;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class RemovedMembersTest {

    private final House house = new House();
    private final RemovedMembers listener = new RemovedMembers(house.database, house.log);

    @Test
    void freesTheOpenConversationsAndNoOthers() {
        house.receive(house.text(house.mara(), "wamid.1", "hello", House.NINE));
        UUID open = house.onlyConversation().id();
        house.database.runInTenant(house.tenant, tx -> tx.update("UPDATE conversations SET user_id = ?", house.agent));
        UUID closed = closedConversation();

        tell(true);
        assertThat(house.conversations.get(house.tenant, open).userId()).isEqualTo(house.agent);

        tell(false);
        assertThat(house.conversations.get(house.tenant, open).userId()).isNull();
        assertThat(house.conversations.get(house.tenant, closed).userId()).isEqualTo(house.agent);
        assertThat(changes()).isEqualTo(1);
        tell(false);
        assertThat(changes()).isEqualTo(1);
    }

    private void tell(boolean activeAgain) {
        house.database.runInTenant(house.tenant, tx -> {
            tx.update("UPDATE users SET is_active = ? WHERE id = ?", activeAgain, house.agent);
            listener.on(new MemberRemoved(house.agent));
        });
    }

    private long changes() {
        return house.database.inTenant(house.tenant, tx -> tx.queryOne(
                        "SELECT count(*) FROM events WHERE fact = 'ConversationChanged'", row -> row.getLong(1))
                .orElseThrow());
    }

    private UUID closedConversation() {
        UUID id = UUID.randomUUID();
        house.database.runInTenant(
                house.tenant,
                tx -> tx.update(
                        "INSERT INTO conversations (id, user_id, contact_id, integration_id, contact_name, platform,"
                                + " status) SELECT ?, ?, contact_id, integration_id, 'Mara', 'whatsapp', 'resolved'"
                                + " FROM conversations LIMIT 1",
                        id,
                        house.agent));
        return id;
    }
}
