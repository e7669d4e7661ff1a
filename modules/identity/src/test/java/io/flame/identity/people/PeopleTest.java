package io.flame.identity.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.identity.Role;
import io.flame.kernel.FieldError;
import io.flame.kernel.IfMatch;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import io.flame.testing.TestDatabase;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class PeopleTest {

    private final Office office = new Office();
    private final TenantId tenant = office.tenant;
    private final UUID admin = office.admin.userId();

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void filtersByRoleStateAndText() {
        UUID carla = office.add("agent", "Carla");
        UUID dario = office.add("agent", "Dario_100%");
        office.people.deactivate(tenant, dario);

        assertThat(names("agent", null, null)).containsExactly("Carla", "Dario_100%");
        assertThat(names(null, "true", null)).containsExactly("Ana", "Carla");
        assertThat(names(null, null, "CARLA@")).containsExactly("Carla");
        assertThat(names(null, null, "o_100%")).containsExactly("Dario_100%");
        assertThat(names(null, null, "_")).containsExactly("Dario_100%");
        assertThat(office.people.get(tenant, carla).role()).isEqualTo(Role.AGENT);
    }

    @Test
    void listsPageByPage() {
        office.add("agent", "Carla");
        office.add("user", "Dario");
        PeopleFilter all = PeopleFilter.of(null, null, null);

        Page<PersonView> first = office.people.list(tenant, all, PageRequest.of("2", null, null, 50));
        Page<PersonView> rest = office.people.list(tenant, all, PageRequest.of("2", first.next(), null, 50));
        Page<PersonView> numbered = office.people.list(tenant, all, PageRequest.of("2", null, "2", 50));

        assertThat(first.data()).extracting(PersonView::name).containsExactly("Ana", "Carla");
        assertThat(rest.data()).extracting(PersonView::name).containsExactly("Dario");
        assertThat(rest.next()).isNull();
        assertThat(numbered.data()).extracting(PersonView::name).containsExactly("Dario");
        assertThat(numbered.total()).isEqualTo(3);
    }

    @Test
    void changesOnlyWhatAnAdministratorMayChange() {
        UUID carla = office.add("agent", "Carla");
        String body = "{\"name\":\" Carla Ruiz \",\"avatarUrl\":\"https://pictures.example/c.png\","
                + "\"timeZone\":\"America/Bogota\",\"locale\":\"es-CO\",\"email\":\"other@example.test\",\"id\":\""
                + admin
                + "\",\"tenant\":\"other\",\"createdAt\":\"2001-01-01T00:00:00Z\",\"version\":99}";

        PersonView changed = office.people.change(tenant, carla, Office.json(body), IfMatch.version(0));

        assertThat(changed.name()).isEqualTo("Carla Ruiz");
        assertThat(changed.timeZone()).isEqualTo("America/Bogota");
        assertThat(changed.email()).isEqualTo("carla@example.test");
        assertThat(changed.version()).isEqualTo(1);
        assertThat(changed.createdAt()).isAfter(java.time.Instant.EPOCH.plusSeconds(1_500_000_000));
    }

    @Test
    void refusesAChangeOfAnOldVersion() {
        UUID carla = office.add("agent", "Carla");
        office.people.change(tenant, carla, Office.json("{\"name\":\"C\"}"), IfMatch.version(0));

        refused(
                ProblemCode.PRECONDITION_FAILED,
                () -> office.people.change(tenant, carla, Office.json("{\"name\":\"D\"}"), IfMatch.version(0)));
    }

    @Test
    void namesEveryWrongField() {
        String body = "{\"name\":null,\"role\":\"operator\",\"isActive\":\"no\",\"avatarUrl\":\"javascript:alert(1)\","
                + "\"locale\":\"espanol\",\"timeZone\":\"Mars/Olympus\"}";

        assertThatThrownBy(() -> office.people.change(tenant, admin, Office.json(body), IfMatch.anything()))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.errors())
                        .extracting(FieldError::field)
                        .containsExactlyInAnyOrder("name", "role", "isActive", "avatarUrl", "locale", "timeZone"));
    }

    @Test
    void keepsTheLastAdministrator() {
        UUID second = office.add("admin", "Berta");
        office.people.deactivate(tenant, second);

        refused(ProblemCode.CONFLICT, () -> office.people.deactivate(tenant, admin));
        refused(ProblemCode.CONFLICT, () -> demote(admin));
        assertThat(office.people.get(tenant, admin).isActiveAdmin()).isTrue();
    }

    @Test
    void keepsOneOfTwoAdministratorsWhoRemoveEachOther() {
        UUID second = office.add("admin", "Berta");

        Stream.of(admin, second)
                .map(id -> CompletableFuture.runAsync(() -> office.people.deactivate(tenant, id)))
                .toList()
                .forEach(each -> each.exceptionally(conflict -> null).join());

        assertThat(office.count("SELECT count(*) FROM users WHERE role = 'admin' AND is_active"))
                .isEqualTo(1);
    }

    @Test
    void tellsOnceThatSomebodyWasRemovedAndKeepsTheRow() {
        UUID carla = office.add("agent", "Carla");

        office.people.deactivate(tenant, carla);
        office.people.deactivate(tenant, carla);

        assertThat(office.facts()).containsExactly("MemberRemoved");
        assertThat(office.people.get(tenant, carla).active()).isFalse();
    }

    @Test
    void endsTheMembershipAndTheSessionsOfWhoIsRemoved() {
        UUID carla = office.realm.addUser("carla@example.test", Office.PASSWORD, tenant.slug());
        insert(carla);
        office.align(carla);
        assertThat(office.realm.isMember(office.organization, carla)).isTrue();

        office.people.deactivate(tenant, carla);
        office.align(carla);

        assertThat(office.realm.isMember(office.organization, carla)).isFalse();
        assertThat(office.realm.loggedOut).containsExactly(carla.toString());
        office.people.change(tenant, carla, Office.json("{\"isActive\":true}"), IfMatch.anything());
        office.align(carla);
        assertThat(office.realm.isMember(office.organization, carla)).isTrue();
        assertThat(office.facts()).containsExactly("MemberRemoved", "MemberAdded");
    }

    @Test
    void leavesTheSessionsOfWhoBelongsToAnotherTenantToo() {
        UUID carla = office.realm.addUser("carla@example.test", Office.PASSWORD, "elsewhere");
        insert(carla);
        office.align(carla);
        office.realm.members.put(UUID.randomUUID().toString(), java.util.Set.of(carla.toString()));

        office.people.change(tenant, carla, Office.json("{\"isActive\":false,\"role\":\"admin\"}"), IfMatch.anything());
        office.align(carla);

        assertThat(office.realm.loggedOut).isEmpty();
        assertThat(office.realm.isMember(office.organization, carla)).isFalse();
        assertThat(office.realm.user(carla).at("/attributes/role/0").asText()).isEmpty();
    }

    @Test
    void findsNobodyOfAnotherTenant() {
        TenantId other = TenantId.of(TestDatabase.shared().newTenant());

        refused(ProblemCode.NOT_FOUND, () -> office.people.get(other, admin));
        refused(ProblemCode.NOT_FOUND, () -> office.people.deactivate(other, admin));
        refused(
                ProblemCode.NOT_FOUND,
                () -> office.people.change(other, admin, Office.json("{\"name\":\"x\"}"), IfMatch.anything()));
    }

    private void demote(UUID id) {
        office.people.change(tenant, id, Office.json("{\"role\":\"agent\"}"), IfMatch.anything());
    }

    private void insert(UUID id) {
        office.database.runInTenant(
                tenant,
                tx -> tx.update(
                        "INSERT INTO users (id, email, name, role) VALUES (?, 'carla@example.test', 'Carla', 'agent')",
                        id));
    }

    private List<String> names(String role, String active, String text) {
        return office
                .people
                .list(tenant, PeopleFilter.of(role, active, text), PageRequest.of(null, null, null, 50))
                .data()
                .stream()
                .map(PersonView::name)
                .toList();
    }

    static void refused(ProblemCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code())
                .isEqualTo(code));
    }
}
