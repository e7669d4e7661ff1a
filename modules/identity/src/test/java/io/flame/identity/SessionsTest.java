package io.flame.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private static final String EMAIL = "ana@example.test";
    private static final String PASSWORD = "invented & = % ñ";

    private final Edge edge = new Edge();
    private final UUID member = edge.addMember("acme", Role.ADMIN);

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
    void signsInWithTheRightPassword() {
        Session session = edge.login(EMAIL, PASSWORD);

        assertThat(session.user())
                .isEqualTo(new SessionUser(member, EMAIL, "Ana Prueba", Role.ADMIN, null, "acme", "es", "UTC"));
        assertThat(session.tokenType()).isEqualTo("Bearer");
        assertThat(session.expiresIn()).isEqualTo(300);
        assertThat(edge.tokens.verify(session.accessToken()).userId()).isEqualTo(member);
    }

    @Test
    void answersAWrongPasswordAndAnUnknownUserAlike() {
        Problem wrong = refusal(EMAIL, "wrong");
        Problem unknown = refusal("nobody@example.test", PASSWORD);

        assertThat(wrong.code()).isEqualTo(ProblemCode.CREDENTIALS_INVALID);
        assertThat(unknown.code()).isEqualTo(wrong.code());
        assertThat(unknown.detail()).isEqualTo(wrong.detail());
    }

    @Test
    void asksForTheCodeOnlyWhoeverKnowsThePassword() {
        edge.keycloak.people.secure(EMAIL, "123456");

        Problem missing = refusal(EMAIL, PASSWORD);
        Problem wrongPassword = refusal(EMAIL, "wrong");
        Problem wrongCode =
                catchThrowableOfType(Problem.class, () -> edge.login(EMAIL, PASSWORD, Optional.of("000000")));
        Session right = edge.login(EMAIL, PASSWORD, Optional.of("123456"));

        assertThat(missing.code()).isEqualTo(ProblemCode.OTP_REQUIRED);
        assertThat(wrongPassword.code()).isEqualTo(ProblemCode.CREDENTIALS_INVALID);
        assertThat(wrongCode.code()).isEqualTo(ProblemCode.CREDENTIALS_INVALID);
        assertThat(right.user().id()).isEqualTo(member);
    }

    @Test
    void countsAWrongCodeAsAGuess() {
        edge.keycloak.people.secure(EMAIL, "123456");
        for (int guess = 0; guess < 20; guess++) {
            refusal(EMAIL, PASSWORD);
            String code = "%06d".formatted(guess);
            catchThrowableOfType(Problem.class, () -> edge.login(EMAIL, PASSWORD, Optional.of(code)));
        }

        Problem locked = catchThrowableOfType(Problem.class, () -> edge.login(EMAIL, PASSWORD, Optional.of("123456")));

        assertThat(locked.code()).isEqualTo(ProblemCode.CREDENTIALS_INVALID);
    }

    @Test
    void exchangesARefreshTokenOnce() {
        Session first = edge.login(EMAIL, PASSWORD);

        Session second = edge.refresh(first.refreshToken());
        Problem again = catchThrowableOfType(Problem.class, () -> edge.refresh(first.refreshToken()));

        assertThat(second.refreshToken()).isNotEqualTo(first.refreshToken());
        assertThat(second.user()).isEqualTo(first.user());
        assertThat(again.code()).isEqualTo(ProblemCode.TOKEN_INVALID);
    }

    @Test
    void endsTheSessionOfARefreshTokenThatIsUsedTwice() {
        Session first = edge.login(EMAIL, PASSWORD);
        Session second = edge.refresh(first.refreshToken());

        assertThat(refusalOf(first).code()).isEqualTo(ProblemCode.TOKEN_INVALID);

        assertThat(refusalOf(second).code()).isEqualTo(ProblemCode.TOKEN_INVALID);
        Problem refused = catchThrowableOfType(Problem.class, () -> edge.tokens.verify(second.accessToken()));
        assertThat(refused.code()).isEqualTo(ProblemCode.TOKEN_INVALID);
        assertThat(edge.users.sessions(member)).isEmpty();
    }

    @Test
    void endsNoSessionForAForgedTokenThatNamesIt() {
        Session session = edge.login(EMAIL, PASSWORD);
        String forged = edge.keycloak.sign(new com.nimbusds.jwt.JWTClaimsSet.Builder()
                .claim("sid", edge.tokens.sessionOf(session.accessToken()))
                .build());

        for (int i = 0; i < 3; i++) {
            Problem refused = catchThrowableOfType(Problem.class, () -> edge.refresh(forged));
            assertThat(refused.code()).isEqualTo(ProblemCode.TOKEN_INVALID);
        }

        assertThat(edge.refresh(session.refreshToken()).user()).isEqualTo(session.user());
    }

    @Test
    void leavesARefreshTokenGoodThatKeycloakCouldNotBeAskedAbout() {
        Session session = edge.login(EMAIL, PASSWORD);
        edge.keycloak.mode(FakeKeycloak.Mode.FAILS);
        assertThat(refusalOf(session).code()).isEqualTo(ProblemCode.UNAVAILABLE);
        edge.keycloak.mode(FakeKeycloak.Mode.WORKS);

        assertThat(edge.refresh(session.refreshToken()).user()).isEqualTo(session.user());
    }

    @Test
    void givesTheNewPairThoughItCannotBeNotedWhereTheSessionIs() {
        Session session = edge.login(EMAIL, PASSWORD);
        edge.whereabouts.broken = true;

        Session next = edge.refresh(session.refreshToken());
        edge.whereabouts.broken = false;

        assertThat(edge.refresh(next.refreshToken()).user()).isEqualTo(session.user());
    }

    @Test
    void forbidsASignInWithoutAnActiveTenant() {
        edge.keycloak.addUser(
                "left@example.test",
                PASSWORD,
                edge.keycloak.claims(UUID.randomUUID(), "acme").build());

        assertThat(refusal("left@example.test", PASSWORD).code()).isEqualTo(ProblemCode.FORBIDDEN);
    }

    @Test
    void keepsTokensOutOfItsText() {
        Session session = edge.login(EMAIL, PASSWORD);

        assertThat(session.toString()).doesNotContain(session.accessToken()).doesNotContain(session.refreshToken());
    }

    private Problem refusal(String email, String password) {
        return catchThrowableOfType(Problem.class, () -> edge.login(email, password));
    }

    private Problem refusalOf(Session session) {
        return catchThrowableOfType(Problem.class, () -> edge.refresh(session.refreshToken()));
    }
}
