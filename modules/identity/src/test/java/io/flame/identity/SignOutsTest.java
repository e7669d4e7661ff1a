package io.flame.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignOutsTest {

    private static final String EMAIL = "ana@example.test";
    private static final String PASSWORD = "invented-password-1";

    private final Edge edge = new Edge();
    private final UUID member = edge.addMember("acme", Role.AGENT);

    @BeforeEach
    void addUser() {
        edge.keycloak.addUser(
                EMAIL, PASSWORD, edge.keycloak.claims(member, "acme").build());
    }

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void refusesBothTokensOfASessionThatWasLoggedOut() {
        Session session = login();

        edge.signOuts.logout(session.refreshToken());

        assertRefused(session);
    }

    @Test
    void leavesOtherSessionsAlone() {
        Session one = login();
        Session other = login();

        edge.signOuts.logout(one.refreshToken());

        assertThat(edge.tokens.verify(other.accessToken()).userId()).isEqualTo(member);
        assertThat(edge.refresh(other.refreshToken()).user().id()).isEqualTo(member);
    }

    @Test
    void takesALogoutTwiceAndOneOfNobody() {
        Session session = login();
        edge.signOuts.logout(session.refreshToken());

        assertThatCode(() -> edge.signOuts.logout(session.refreshToken())).doesNotThrowAnyException();
        assertThatCode(() -> edge.signOuts.logout("no token at all")).doesNotThrowAnyException();
    }

    /** Nobody here can check a refresh token's signature: only Keycloak's word ends a session. */
    @Test
    void endsNoSessionForAForgedRefreshToken() {
        Session session = login();
        String sid = edge.tokens.sessionOf(session.accessToken());
        String forged = edge.keycloak.sign(
                new com.nimbusds.jwt.JWTClaimsSet.Builder().claim("sid", sid).build());

        edge.signOuts.logout(forged);

        assertThat(edge.tokens.verify(session.accessToken()).userId()).isEqualTo(member);
        assertThat(edge.ended).isEmpty();
    }

    @Test
    void listsWhereAPersonIsSignedIn() {
        Session here = login();
        Session there = login();
        String current = edge.tokens.sessionOf(here.accessToken());

        var sessions = edge.signOuts.list(member, current);

        assertThat(sessions)
                .extracting(UserSession::id)
                .containsExactlyInAnyOrder(current, edge.tokens.sessionOf(there.accessToken()));
        assertThat(sessions)
                .filteredOn(UserSession::current)
                .extracting(UserSession::id)
                .containsExactly(current);
        assertThat(sessions.getFirst().clients()).containsExactly("flame-login");
    }

    @Test
    void saysFromWhereASessionWasUsedLast() {
        Session session = edge.sessions.login(
                EMAIL, PASSWORD, Optional.empty(), Optional.empty(), new Visitor("Firefox on Windows", "192.0.2.1"));
        edge.sessions.refresh(session.refreshToken(), Optional.empty(), new Visitor("Firefox on Windows", "192.0.2.9"));

        UserSession shown = edge.signOuts.list(member, "").getFirst();

        assertThat(shown.device()).isEqualTo("Firefox on Windows");
        assertThat(shown.address()).isEqualTo("192.0.2.9");
        assertThat(shown.tenant()).isEqualTo("acme");
        assertThat(shown.lastSeenAt()).isAfter(Instant.now().minusSeconds(60));
        assertThat(shown.current()).isFalse();
    }

    @Test
    void endsOneSessionOfTheList() {
        Session here = login();
        Session there = login();

        edge.signOuts.end(member, edge.tokens.sessionOf(there.accessToken()));

        assertRefused(there);
        assertThat(edge.tokens.verify(here.accessToken()).userId()).isEqualTo(member);
    }

    @Test
    void doesNotFindAnotherPersonsSession() {
        Session session = login();
        String id = edge.tokens.sessionOf(session.accessToken());

        Problem refusal =
                catchThrowableOfType(Problem.class, () -> edge.signOuts.end(edge.addMember("acme", Role.ADMIN), id));

        assertThat(refusal.code()).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(edge.tokens.verify(session.accessToken()).userId()).isEqualTo(member);
    }

    @Test
    void signsOutEverywhere() {
        Session here = login();
        Session there = login();

        edge.signOuts.endAll(member);

        assertRefused(here);
        assertRefused(there);
        assertThat(edge.tokens.verify(login().accessToken()).userId()).isEqualTo(member);
    }

    @Test
    void answersThatItIsUnavailableWhileKeycloakIsDown() {
        Session session = login();
        edge.keycloak.mode(FakeKeycloak.Mode.FAILS);

        Problem refusal = catchThrowableOfType(Problem.class, () -> edge.signOuts.logout(session.refreshToken()));

        assertThat(refusal.code()).isEqualTo(ProblemCode.UNAVAILABLE);
    }

    private Session login() {
        return edge.login(EMAIL, PASSWORD);
    }

    private void assertRefused(Session session) {
        assertThat(catchThrowableOfType(Problem.class, () -> edge.tokens.verify(session.accessToken()))
                        .code())
                .isEqualTo(ProblemCode.TOKEN_INVALID);
        assertThat(catchThrowableOfType(Problem.class, () -> edge.refresh(session.refreshToken()))
                        .code())
                .isEqualTo(ProblemCode.TOKEN_INVALID);
    }
}
