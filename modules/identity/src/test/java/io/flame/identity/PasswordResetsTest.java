package io.flame.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.FieldError;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class PasswordResetsTest {

    private static final String PASSWORD = "invented-password-1";
    private static final String NEXT = "invented-password-2";

    private final MailGround ground = new MailGround();
    private final Edge edge = ground.edge;
    private final String email = "ana-" + UUID.randomUUID() + "@example.test";
    private final UUID member = edge.addMember("acme", Role.AGENT);

    @BeforeEach
    void addUser() {
        edge.keycloak.addUser(
                email,
                PASSWORD,
                edge.keycloak
                        .claims(member, "acme")
                        .expirationTime(Date.from(Instant.now().plusSeconds(7_200)))
                        .build());
    }

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void setsTheNewPasswordAndEndsEverySession() {
        Session before = edge.login(email, PASSWORD);
        String token = ask();

        ground.resets.reset(token, NEXT);

        assertThat(edge.login(email, NEXT).user().id()).isEqualTo(member);
        assertThat(refusal(() -> edge.login(email, PASSWORD)).code()).isEqualTo(ProblemCode.CREDENTIALS_INVALID);
        assertThat(refusal(() -> edge.tokens.verify(before.accessToken())).code())
                .isEqualTo(ProblemCode.TOKEN_INVALID);
        assertThat(refusal(() -> edge.refresh(before.refreshToken())).code()).isEqualTo(ProblemCode.TOKEN_INVALID);
    }

    @Test
    void takesATokenOnce() {
        String token = ask();
        ground.resets.reset(token, NEXT);

        assertThat(badField(token, "invented-password-3")).isEqualTo("token");
        assertThat(edge.login(email, NEXT).user().id()).isEqualTo(member);
    }

    @Test
    void voidsTheOlderTokenByANewRequest() {
        String older = ask();
        String newer = ask();

        assertThat(newer).isNotEqualTo(older);
        assertThat(badField(older, NEXT)).isEqualTo("token");
        ground.resets.reset(newer, NEXT);
    }

    @Test
    void takesNoTokenAfterHalfAnHour() {
        String token = ask();
        edge.clock.advance(Duration.ofMinutes(30));

        assertThat(badField(token, NEXT)).isEqualTo("token");
        assertThat(edge.login(email, PASSWORD).user().id()).isEqualTo(member);
    }

    @Test
    void keepsTheTokenGoodAfterAPasswordThatIsNot() {
        String token = ask();

        assertThat(badField(token, FakePeople.SHORT)).isEqualTo("password");
        ground.resets.reset(token, NEXT);
    }

    @Test
    void keepsTheTokenGoodWhileKeycloakIsDown() {
        String token = ask();
        edge.keycloak.mode(FakeKeycloak.Mode.FAILS);
        assertThat(refusal(() -> ground.resets.reset(token, NEXT)).code()).isEqualTo(ProblemCode.UNAVAILABLE);
        edge.keycloak.mode(FakeKeycloak.Mode.WORKS);

        ground.resets.reset(token, NEXT);
    }

    @Test
    void liftsTheLockAfterWrongPasswords() {
        for (int i = 0; i < 10; i++) {
            int guess = i;
            refusal(() -> edge.login(email, "wrong-" + guess));
        }
        String token = ask();

        ground.resets.reset(token, NEXT);

        assertThat(edge.login(email, NEXT).user().id()).isEqualTo(member);
        assertThat(edge.keycloak.people.wasUnlocked(member)).isTrue();
    }

    @Test
    void treatsAnUnknownAddressAlikeAndWritesToNobody() {
        String unknown = "nobody-" + UUID.randomUUID() + "@example.test";
        ground.resets.request(unknown);
        assertThat(ground.requestsOf(unknown)).isEqualTo(1);

        ground.startJobs();

        await().until(() -> ground.requestsOf(unknown) == 0);
        assertThat(ground.mails(unknown)).isEmpty();
    }

    @Test
    void keepsNoTokenInTheDatabase() {
        String token = ask();

        assertThat(ground.dump("flame.reset_tokens", member)).hasSize(1).noneMatch(row -> row.contains(token));
    }

    @Test
    void writesInTheLanguageOfThePerson() {
        ask();
        edge.setLocale(member, "en-US");
        ask();

        List<JsonNode> mails = ground.mails(email);
        assertThat(mails.get(0).get("subject").asText()).isEqualTo("Restablezca su contraseña de FLAME");
        assertThat(mails.get(0).get("html").asText()).contains("<html lang=\"es\">", "contraseña");
        assertThat(mails.get(1).get("subject").asText()).isEqualTo("Reset your FLAME password");
        assertThat(mails.get(1).get("text").asText()).contains("30 minutes");
    }

    @Test
    void linksToTheConfiguredAddress() {
        String token = ask();

        JsonNode mail = ground.mails(email).getFirst();
        String link = MailGround.PUBLIC_URL + "/reset-password#token=" + token;
        assertThat(mail.get("text").asText()).contains(link);
        assertThat(mail.get("html").asText()).contains("href=\"" + link + "\"");
    }

    @Test
    void sendsNoMoreThanFiveMailsAnHour() {
        for (int i = 0; i < 5; i++) {
            ask();
        }

        ground.resets.request(email);

        assertThat(ground.requestsOf(email)).isZero();
        edge.clock.advance(Duration.ofHours(1));
        ground.resets.request(email);
        assertThat(ground.requestsOf(email)).isEqualTo(1);
    }

    @Test
    void sendsTheMailWhenTheMailServerIsBack() {
        ground.stopMailServer();
        ground.startJobs();
        ground.resets.request(email);
        await().until(() -> ground.failedJobs() > 0);

        ground.startMailServer();

        await().atMost(Duration.ofSeconds(30)).until(() -> ground.mails(email).size() == 1);
        await().until(() -> ground.requestsOf(email) == 0);
    }

    @Test
    void endsTheSessionsLaterWhenKeycloakFailsInTheMiddle() {
        Session before = edge.login(email, PASSWORD);
        String token = ask();
        edge.keycloak.people.failAfterPassword(true);

        ground.resets.reset(token, NEXT);
        assertThat(edge.tokens.verify(before.accessToken()).userId()).isEqualTo(member);
        edge.keycloak.people.failAfterPassword(false);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> edge.tokens.verify(before.accessToken())));
    }

    @Test
    void endsTheSessionsLaterWhenTheNodeFailsInTheMiddle() {
        Session before = edge.login(email, PASSWORD);
        String token = ask();
        edge.attempts.forgetful = false;

        ground.resets.reset(token, NEXT);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> edge.tokens.verify(before.accessToken())));
    }

    @Test
    void leavesAJobWaitingFromTheMomentInWhichTheTokenIsUsedUp() {
        String token = ask();
        ground.take(token);

        assertThat(ground.jobsAfterReset(member)).isEqualTo(1);
    }

    @Test
    void leavesNoJobBehindWhenEverythingIsDone() {
        ground.resets.reset(ask(), NEXT);
        assertThat(ground.jobsAfterReset(member)).isZero();

        badField(ask(), "short");
        assertThat(ground.jobsAfterReset(member)).isZero();
    }

    /** Asks for a mail and reads the token from it. */
    private String ask() {
        int before = ground.mails(email).size();
        ground.startJobs();
        ground.resets.request(email);
        await().atMost(Duration.ofSeconds(20)).until(() -> ground.mails(email).size() > before);
        return ground.mails(email).getLast().get("token").asText();
    }

    private String badField(String token, String password) {
        Problem refusal = refusal(() -> ground.resets.reset(token, password));
        assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID);
        assertThat(refusal.errors()).hasSize(1);
        return refusal.errors().stream().map(FieldError::field).findFirst().orElseThrow();
    }

    private static Problem refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        return catchThrowableOfType(Problem.class, action);
    }
}
