package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A person signs in and out, forgets the password, and keeps a profile. */
class AccountsIT {

    private static final String NEXT = "invented-password-2";

    private final Installation installation = Installation.shared();
    private final Business business = installation.open();
    private final Installation.Person person = installation.addPerson(business.slug, "agent");
    private final Api anonymous = Api.anonymous(installation.url());

    @Test
    void choosesANewPasswordByMail() {
        JsonNode before = login(person.password()).json();
        String token = askForMail("evil.example");

        Answer tooShort = reset(token, "short");
        assertThat(tooShort.status()).isEqualTo(422);
        assertThat(tooShort.json().at("/errors/0/field").asText()).isEqualTo("password");
        assertThat(reset(token, NEXT).status()).isEqualTo(204);

        assertThat(login(NEXT).status()).isEqualTo(200);
        assertThat(login(person.password()).status()).isEqualTo(401);
        assertThat(reset(token, "invented-password-3")
                        .json()
                        .at("/errors/0/field")
                        .asText())
                .isEqualTo("token");
        assertThat(refresh(before).status()).isEqualTo(401);
        assertThat(me(before).status()).isEqualTo(401);
    }

    @Test
    void writesAMailInTheLanguageOfThePerson() {
        Api agent = Api.signedIn(installation.url(), person);
        assertThat(agent.put("/api/auth/profile", "{\"locale\":\"es\"}").status())
                .isEqualTo(200);

        askForMail("localhost");

        JsonNode mail = mails(person.email()).getLast();
        assertThat(mail.get("subject").asText()).isEqualTo("Restablezca su contraseña de FLAME");
        assertThat(mail.get("text").asText()).contains(installation.url() + "/reset-password#token=");
        assertThat(mail.get("html").asText()).contains("<html lang=\"es\">");
    }

    @Test
    void answersKnownAndUnknownAddressesAlike() {
        String nobody = "nobody@" + business.slug + ".example";
        List<Long> known = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Answer one = Stopwatch.timed(known, () -> forgot(person.email(), "localhost"));
            Answer other = Stopwatch.timed(unknown, () -> forgot(nobody, "localhost"));

            assertThat(one.status()).isEqualTo(202).isEqualTo(other.status());
            assertThat(one.body()).isEqualTo(other.body());
        }
        System.out.println("forgotten password: known p50 " + Stopwatch.median(known) + " ms, unknown p50 "
                + Stopwatch.median(unknown) + " ms");
        assertThat(Math.abs(Stopwatch.median(known) - Stopwatch.median(unknown)))
                .isLessThan(50);
        await().until(() -> mails(person.email()).size() == 5);
        assertThat(mails(nobody)).isEmpty();
    }

    @Test
    void refusesTheTokensOfASessionThatWasLoggedOut() {
        JsonNode session = login(person.password()).json();
        assertThat(me(session).status()).isEqualTo(200);

        Answer out = anonymous.post("/api/auth/logout", refreshBody(session));

        assertThat(out.status()).isEqualTo(204);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(me(session).status()).isEqualTo(401));
        assertThat(refresh(session).status()).isEqualTo(401);
        assertThat(anonymous.post("/api/auth/logout", refreshBody(session)).status())
                .isEqualTo(204);
    }

    @Test
    void listsAndEndsSessions() {
        JsonNode one = login(person.password()).json();
        JsonNode other = login(person.password()).json();
        JsonNode sessions = as(one).get("/api/auth/sessions").json().get("data");
        assertThat(sessions).hasSize(2);
        for (JsonNode session : sessions) {
            if (!session.get("current").asBoolean()) {
                String path = "/api/auth/sessions/" + session.get("id").asText();
                assertThat(business.admin.delete(path).status()).isEqualTo(404);
                assertThat(as(one).delete(path).status()).isEqualTo(204);
            }
        }

        assertThat(refresh(other).status()).isEqualTo(401);
        assertThat(me(other).status()).isEqualTo(401);
        assertThat(me(one).status()).isEqualTo(200);

        assertThat(as(one).post("/api/auth/logout-all", "{}").status()).isEqualTo(204);
        assertThat(me(one).status()).isEqualTo(401);
    }

    @Test
    void keepsAProfile() {
        Api agent = Api.signedIn(installation.url(), person);
        Answer changed = agent.put(
                "/api/auth/profile",
                "{\"name\":\"Róbin\",\"avatarUrl\":\"https://example.test/r.png\",\"locale\":\"es-MX\",\"timeZone\":\"America/Lima\"}");

        assertThat(changed.status()).isEqualTo(200);
        JsonNode me = agent.get("/api/auth/me").json();
        changed.json().fields().forEachRemaining(field -> assertThat(me.get(field.getKey()))
                .as(field.getKey())
                .isEqualTo(field.getValue()));
        assertThat(me.get("name").asText()).isEqualTo("Róbin");
        assertThat(me.get("timeZone").asText()).isEqualTo("America/Lima");
        Answer stale = agent.call("PUT", "/api/auth/profile", "{\"name\":\"Other\"}", Map.of("If-Match", "\"stale\""));
        assertThat(stale.status()).isEqualTo(412);
    }

    @Test
    void appliesNoRoleTenantOrIdFromABody() {
        Api agent = Api.signedIn(installation.url(), person);
        for (String field : List.of("role", "tenant", "id", "userId", "email", "emailVerified", "createdAt")) {
            Answer refused = agent.put("/api/auth/profile", "{\"name\":\"Other\",\"" + field + "\":\"admin\"}");

            assertThat(refused.status()).as(field).isEqualTo(422);
            assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo(field);
        }
        JsonNode me = agent.get("/api/auth/me").json();
        assertThat(me.get("role").asText()).isEqualTo("agent");
        assertThat(me.get("name").asText()).isEqualTo("Robin agent");
    }

    @Test
    void answersALockedAccountLikeAWrongPasswordAndTakesAsLong() {
        List<Long> wrong = new ArrayList<>();
        List<Long> locked = new ArrayList<>();
        Answer first = Stopwatch.timed(wrong, () -> login("wrong-password"));
        for (int i = 0; i < 9; i++) {
            Stopwatch.timed(wrong, () -> login("another-wrong-password"));
        }
        for (int i = 0; i < 10; i++) {
            Answer answer = Stopwatch.timed(locked, () -> login(person.password()));

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.json().get("code")).isEqualTo(first.json().get("code"));
            assertThat(answer.json().get("detail")).isEqualTo(first.json().get("detail"));
        }
        System.out.println("sign-in refused: wrong password p50 " + Stopwatch.median(wrong) + " ms, locked p50 "
                + Stopwatch.median(locked) + " ms");
        assertThat(Math.abs(Stopwatch.median(wrong) - Stopwatch.median(locked))).isLessThan(50);

        String token = askForMail("localhost");
        assertThat(reset(token, NEXT).status()).isEqualTo(204);
        assertThat(login(NEXT).status()).isEqualTo(200);
    }

    private Answer login(String password) {
        return anonymous.post(
                "/api/auth/login", "{\"email\":\"" + person.email() + "\",\"password\":\"" + password + "\"}");
    }

    private Answer refresh(JsonNode session) {
        return anonymous.post("/api/auth/refresh", refreshBody(session));
    }

    private static String refreshBody(JsonNode session) {
        return "{\"refreshToken\":\"" + session.get("refreshToken").asText() + "\"}";
    }

    private Answer me(JsonNode session) {
        return as(session).get("/api/auth/me");
    }

    private Api as(JsonNode session) {
        return new Api(
                installation.url(),
                Map.of("Authorization", "Bearer " + session.get("accessToken").asText()));
    }

    private Answer forgot(String email, String forwardedHost) {
        return anonymous.call(
                "POST",
                "/api/auth/forgot-password",
                "{\"email\":\"" + email + "\"}",
                Map.of("X-Forwarded-Host", forwardedHost));
    }

    private Answer reset(String token, String password) {
        return anonymous.post(
                "/api/auth/reset-password", "{\"token\":\"" + token + "\",\"password\":\"" + password + "\"}");
    }

    /** Asks for a mail under a host that is not ours, and reads the token from it. */
    private String askForMail(String forwardedHost) {
        int before = mails(person.email()).size();
        assertThat(forgot(person.email(), forwardedHost).status()).isEqualTo(202);
        await().until(() -> mails(person.email()).size() > before);
        JsonNode mail = mails(person.email()).getLast();
        assertThat(mail.get("text").asText()).contains(installation.url() + "/").doesNotContain("evil.example");
        return mail.get("token").asText();
    }

    private List<JsonNode> mails(String to) {
        List<JsonNode> mails = new ArrayList<>();
        Api twin = Api.anonymous(installation.twin().url());
        twin.get("/log?kind=mail&to=" + to).json().forEach(mails::add);
        return mails;
    }
}
