package io.flame.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ana works for acme and for globex. */
class RealmWatchTest {

    private static final String EMAIL = "ana@example.test";
    private static final String PASSWORD = "invented-password-1";
    private static final Map<String, String> ORGANIZATIONS =
            Map.of(UUID.randomUUID().toString(), "acme", UUID.randomUUID().toString(), "globex");

    private final Edge edge = new Edge();
    private final UUID ana = edge.addMember("acme", Role.ADMIN);
    private final RealmWatch watch = new RealmWatch(
            edge.changes,
            edge.signOuts,
            edge.clock,
            organization -> Optional.ofNullable(ORGANIZATIONS.get(organization)));

    @BeforeEach
    void addUser() {
        edge.addMember(ana, "globex", Role.AGENT);
        edge.keycloak.addUser(
                EMAIL,
                PASSWORD,
                edge.keycloak
                        .claims(ana, "acme")
                        .claim("organization", Map.of("acme", Map.of(), "globex", Map.of()))
                        .build());
    }

    @AfterEach
    void close() {
        watch.stop();
        edge.close();
    }

    @Test
    void endsTheSessionsOfWhoeverIsDisabledAtKeycloak() {
        Session session = in("acme");
        edge.keycloak.people.disable(ana);

        watch.look();

        assertRefused(session);
    }

    @Test
    void leavesTheSessionsOfWhoeverIsMerelyChanged() {
        Session session = in("acme");
        edge.keycloak.people.changed(ana);

        watch.look();

        assertGood(session);
    }

    @Test
    void endsTheSessionsInTheTenantWhoseOrganizationSomebodyLeft() {
        Session acme = in("acme");
        Session globex = in("globex");
        edge.keycloak.people.leave(organizationOf("globex"), ana);
        edge.keycloak.people.leave(UUID.randomUUID().toString(), ana);

        watch.look();

        assertRefused(globex);
        assertGood(acme);
    }

    @Test
    void looksAgainAtWhatItCouldNotSee() {
        Session session = in("acme");
        edge.keycloak.people.disable(ana);
        edge.keycloak.mode(FakeKeycloak.Mode.FAILS);
        assertThatThrownBy(watch::look).isInstanceOf(Problem.class);
        edge.keycloak.mode(FakeKeycloak.Mode.WORKS);

        watch.look();

        assertRefused(session);
    }

    private Session in(String tenant) {
        return edge.sessions.login(EMAIL, PASSWORD, Optional.empty(), Optional.of(tenant), Visitor.unknown());
    }

    private static String organizationOf(String tenant) {
        return ORGANIZATIONS.entrySet().stream()
                .filter(each -> each.getValue().equals(tenant))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private void assertGood(Session session) {
        assertThatCode(() -> edge.tokens.verify(session.accessToken())).doesNotThrowAnyException();
        assertThat(edge.ended).doesNotContain(edge.tokens.sessionOf(session.accessToken()));
    }

    private void assertRefused(Session session) {
        assertThatThrownBy(() -> edge.tokens.verify(session.accessToken())).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> edge.refresh(session.refreshToken())).isInstanceOf(Problem.class);
    }
}
