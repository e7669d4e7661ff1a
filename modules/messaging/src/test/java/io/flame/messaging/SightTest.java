package io.flame.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.identity.Caller;
import io.flame.identity.Role;
import io.flame.identity.Visibility;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class SightTest {

    private final House house = new House();
    private final UUID colleague = addUser("berta");
    private final UUID stranger = addUser("carla");
    private final UUID mine = conversationOf("12025550101", house.agent);
    private final UUID colleagues = conversationOf("12025550102", colleague);
    private final UUID strangers = conversationOf("12025550103", stranger);
    private final UUID nobodys = conversationOf("12025550104", null);

    @BeforeEach
    void makeATeam() {
        house.database.runInTenant(house.tenant, tx -> {
            UUID team = UUID.randomUUID();
            tx.update("INSERT INTO teams (id, name) VALUES (?, 'Sales')", team);
            tx.update("INSERT INTO team_members VALUES (?, ?), (?, ?)", team, house.agent, team, colleague);
        });
    }

    @Test
    void showsOnlyWhatMayBeSeen() {
        assertThat(seenBy(Visibility.OWN)).containsExactly(mine);
        assertThat(seenBy(Visibility.TEAM)).containsExactlyInAnyOrder(mine, colleagues);
        assertThat(seenBy(Visibility.ALL)).containsExactlyInAnyOrder(mine, colleagues, strangers, nobodys);
    }

    @Test
    void countsOnlyWhatMayBeSeen() {
        assertThat(list(Visibility.TEAM).total()).isEqualTo(2);
        assertThat(list(Visibility.ALL).total()).isEqualTo(4);
    }

    @Test
    void answersForWhatMayNotBeSeenAsForWhatIsNotThere() {
        Sight own = new Sight(Visibility.OWN, house.agent);

        house.conversations.requireInSight(house.tenant, own, mine);
        for (UUID hidden : List.of(colleagues, strangers, nobodys, UUID.randomUUID())) {
            assertThatThrownBy(() -> house.conversations.requireInSight(house.tenant, own, hidden))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo(ProblemCode.NOT_FOUND));
        }
    }

    @Test
    void limitsNoAdministrator() {
        assertThat(Sight.of(caller(Role.ADMIN)).visibility()).isEqualTo(Visibility.ALL);
        assertThat(Sight.of(caller(Role.AGENT)).visibility()).isEqualTo(Visibility.OWN);
        assertThat(Sight.of(caller(Role.USER)).visibility()).isEqualTo(Visibility.OWN);
    }

    @Test
    void tellsOtherModulesWhatMayBeSeen() {
        SeenConversations sight = new SeenConversations(house.database);
        List<UUID> asked = List.of(mine, colleagues, strangers, nobodys, UUID.randomUUID());

        assertThat(sight.seen(limited(Visibility.OWN), asked)).containsExactly(mine);
        assertThat(sight.seen(limited(Visibility.TEAM), asked)).containsExactlyInAnyOrder(mine, colleagues);
        assertThat(sight.seen(limited(Visibility.TEAM), List.of(strangers))).isEmpty();
        assertThat(sight.seen(limited(Visibility.ALL), asked))
                .containsExactlyInAnyOrder(mine, colleagues, strangers, nobodys);
        assertThat(sight.seen(caller(Role.ADMIN), asked)).hasSize(4);
        assertThat(sight.seen(limited(Visibility.OWN), List.of())).isEmpty();
    }

    private Caller limited(Visibility visibility) {
        return new Caller(house.tenant, house.agent, "ana@example.com", "Ana", Role.AGENT, visibility);
    }

    private Caller caller(Role role) {
        return new Caller(house.tenant, house.agent, "ana@example.com", "Ana", role, Visibility.OWN);
    }

    private List<UUID> seenBy(Visibility visibility) {
        return list(visibility).data().stream().map(ConversationView::id).toList();
    }

    private Page<ConversationView> list(Visibility visibility) {
        return house.conversations.list(
                house.tenant,
                new Sight(visibility, house.agent),
                ConversationFilter.of(null, null, null, null, null, null, null, house.agent),
                PageRequest.of(null, null, "1", 50));
    }

    private UUID addUser(String name) {
        UUID id = UUID.randomUUID();
        house.database.runInTenant(
                house.tenant,
                tx -> tx.update(
                        "INSERT INTO users (id, email, name, role) VALUES (?, ?, ?, 'agent')",
                        id,
                        name + "@example.com",
                        name));
        return id;
    }

    private UUID conversationOf(String phone, UUID user) {
        UUID contact = UUID.randomUUID();
        UUID conversation = UUID.randomUUID();
        house.database.runInTenant(house.tenant, tx -> {
            tx.update("INSERT INTO contacts (id, name, phone) VALUES (?, 'Mara', ?)", contact, phone);
            tx.update(
                    "INSERT INTO conversations (id, user_id, contact_id, integration_id, contact_name, platform)"
                            + " VALUES (?, ?, ?, ?, 'Mara', 'whatsapp')",
                    conversation,
                    user,
                    contact,
                    house.integration);
        });
        return conversation;
    }
}
