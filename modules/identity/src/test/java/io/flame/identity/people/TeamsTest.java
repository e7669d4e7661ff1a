package io.flame.identity.people;

import static io.flame.identity.people.PeopleTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.flame.kernel.IfMatch;
import io.flame.kernel.PageRequest;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import io.flame.testing.TestDatabase;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class TeamsTest {

    private final Office office = new Office();
    private final TenantId tenant = office.tenant;
    private final UUID carla = office.add("agent", "Carla");

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void keepsNameDescriptionAndMembers() {
        TeamView made = make("Sales", "\"" + carla + "\",\"" + carla + "\"");

        assertThat(office.teams.get(tenant, made.id())).isEqualTo(made);
        assertThat(made.memberIds()).containsExactly(carla);
        assertThat(made.description()).isEqualTo("First contact");
    }

    @Test
    void changesOnlyWhatTheBodyNames() {
        TeamView made = make("Sales", "\"" + carla + "\"");

        TeamView renamed = change(made, "{\"name\":\"Support\"}");
        TeamView emptied = change(renamed, "{\"description\":null,\"memberIds\":[]}");

        assertThat(renamed.memberIds()).containsExactly(carla);
        assertThat(renamed.description()).isEqualTo("First contact");
        assertThat(emptied.name()).isEqualTo("Support");
        assertThat(emptied.description()).isNull();
        assertThat(emptied.memberIds()).isEmpty();
        refused(ProblemCode.PRECONDITION_FAILED, () -> change(made, "{\"name\":\"Late\"}"));
    }

    @Test
    void refusesStrangersDuplicatesAndNonsense() {
        make("Sales", "");

        refused(ProblemCode.INVALID, () -> make("Other", "\"" + UUID.randomUUID() + "\""));
        refused(ProblemCode.INVALID, () -> make("Other", "7"));
        refused(ProblemCode.INVALID, () -> make(" ", ""));
        refused(ProblemCode.CONFLICT, () -> make("Sales", ""));
        assertThat(office.teams
                        .list(tenant, PageRequest.of(null, null, null, 50))
                        .data())
                .hasSize(1);
    }

    @Test
    void listsTheOldestFirstPageByPage() {
        TeamView first = make("Sales", "");
        TeamView second = make("Support", "");

        var page = office.teams.list(tenant, PageRequest.of("1", null, null, 50));
        var rest = office.teams.list(tenant, PageRequest.of("1", page.next(), null, 50));

        assertThat(page.data()).containsExactly(first);
        assertThat(rest.data()).containsExactly(second);
        assertThat(rest.next()).isNull();
    }

    @Test
    void deletesATeamAndKeepsItsPeople() {
        TeamView made = make("Sales", "\"" + carla + "\"");
        TenantId other = TenantId.of(TestDatabase.shared().newTenant());

        refused(ProblemCode.NOT_FOUND, () -> office.teams.delete(other, made.id()));
        office.teams.delete(tenant, made.id());

        refused(ProblemCode.NOT_FOUND, () -> office.teams.get(tenant, made.id()));
        assertThat(office.people.get(tenant, carla).active()).isTrue();
    }

    private TeamView make(String name, String members) {
        return office.teams.create(
                tenant,
                Office.json("{\"name\":\"" + name + "\",\"description\":\"First contact\",\"memberIds\":[" + members
                        + "]}"));
    }

    private TeamView change(TeamView team, String body) {
        return office.teams.change(tenant, team.id(), Office.json(body), IfMatch.version(team.version()));
    }
}
