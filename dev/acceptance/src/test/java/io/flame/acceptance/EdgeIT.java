package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets in, what everybody may ask, and how refusals look. */
class EdgeIT {

    private final Installation installation = Installation.shared();
    private final Api anonymous = Api.anonymous(installation.url());

    @Test
    void signsInRefreshesAndSaysWhoIsCalling() {
        Business business = installation.open();
        Installation.Person person = installation.addPerson(business.slug, "agent");
        Answer login = anonymous.post(
                "/api/auth/login",
                "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(person.email(), person.password()));
        JsonNode session = login.json();
        assertThat(session.at("/user/tenant").asText()).isEqualTo(business.slug);
        assertThat(session.at("/user/role").asText()).isEqualTo("agent");
        assertThat(session.get("tokenType").asText()).isEqualTo("Bearer");
        assertThat(session.get("expiresIn").asInt()).isPositive();

        Answer refreshed = anonymous.post(
                "/api/auth/refresh",
                "{\"refreshToken\":\"" + session.get("refreshToken").asText() + "\"}");
        assertThat(refreshed.status()).as("%s", refreshed).isEqualTo(200);
        Answer me = anonymous.call(
                "GET",
                "/api/auth/me",
                null,
                Map.of(
                        "Authorization",
                        "Bearer " + refreshed.json().get("accessToken").asText()));
        assertThat(me.json().get("email").asText()).isEqualTo(person.email());
        Answer replayed = anonymous.post(
                "/api/auth/refresh",
                "{\"refreshToken\":\"" + session.get("refreshToken").asText() + "\"}");
        assertThat(replayed.status()).isEqualTo(401);
    }

    @Test
    void answersWrongPasswordsAndUnknownPeopleAlike() {
        Business business = installation.open();
        Answer wrong = anonymous.post(
                "/api/auth/login",
                "{\"email\":\"admin@%s.example\",\"password\":\"wrong-password\"}".formatted(business.slug));
        Answer unknown =
                anonymous.post("/api/auth/login", "{\"email\":\"nobody@example.com\",\"password\":\"wrong-password\"}");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(wrong.json().get("error").asText()).isEqualTo("Credenciales inválidas");
        assertThat(wrong.json().get("error")).isEqualTo(unknown.json().get("error"));
    }

    @ParameterizedTest
    @CsvSource({
        "'',Token de acceso requerido",
        "Bearer nonsense,Token inválido",
        "Bearer eyJhbGciOiJub25lIn0.eyJ1c2VySWQiOiIxIn0.,Token inválido",
        "Basic YWRtaW46YWRtaW4=,Token inválido",
    })
    void refusesWhoeverHasNoGoodToken(String header, String sentence) {
        Answer answer = anonymous.call(
                "GET", "/api/conversations", null, header.isEmpty() ? Map.of() : Map.of("Authorization", header));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.json().get("error").asText()).isEqualTo(sentence);
    }

    @Test
    void speaksTheCallersLanguage() {
        Answer english = anonymous.call("GET", "/api/conversations", null, Map.of("Accept-Language", "en-GB,en;q=0.8"));

        assertThat(english.json().get("error").asText()).isEqualTo("Access token required");
    }

    @Test
    void keepsUsersFromChangingAnything() {
        Business business = installation.open().withNumber();
        Api user = business.as("user");

        assertThat(user.post("/api/assistants", "{\"name\":\"A\",\"type\":\"auto\",\"autoResponse\":\"B\"}")
                        .status())
                .isEqualTo(403);
        assertThat(user.post("/api/integrations", Business.integration("1", "s"))
                        .status())
                .isEqualTo(403);
        assertThat(business.as("agent")
                        .post("/api/integrations", Business.integration("1", "s"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void neverShowsASecret() {
        Business business = installation.open().withNumber();
        Answer list = business.admin.get("/api/integrations");

        assertThat(list.body()).doesNotContain(Business.APP_SECRET).doesNotContain("invented-access-token");
        assertThat(installation
                        .sql("SELECT credentials FROM " + business.schema() + ".integrations")
                        .getFirst())
                .doesNotContain(Business.APP_SECRET)
                .doesNotContain("invented-access-token");
    }

    @Test
    void givesTheSameAnswerToEveryRepeatWithOneIdempotencyKey() throws Exception {
        Business business = installation.open().withNumber();
        business.customerWrites("12025550143", "Hello");
        String path =
                "/api/conversations/" + business.onlyConversation().get("id").asText() + "/messages";
        List<Callable<Answer>> posts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            posts.add(() ->
                    business.admin.call("POST", path, "{\"content\":\"once\"}", Map.of("Idempotency-Key", "key-1")));
        }
        Set<String> answers = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            for (Future<Answer> answer : threads.invokeAll(posts)) {
                answers.add(answer.get().toString());
            }
        }
        assertThat(answers).hasSize(1);
        assertThat(business.count("messages WHERE content = 'once'")).isEqualTo(1);
        Answer other = business.admin.call("POST", path, "{\"content\":\"other\"}", Map.of("Idempotency-Key", "key-1"));
        assertThat(other.status()).isEqualTo(422);
    }

    @Test
    void changesAThingOnlyInTheVersionThatItsTagNames() {
        Business business = installation.open();
        Answer created = business.admin.post("/api/teams", "{\"name\":\"Sales\"}");
        String path = "/api/teams/" + created.json().get("id").asText();
        String tag = created.header("ETag");
        assertThat(tag).matches("\"[0-9]+\"");
        assertThat(business.admin.get(path).header("ETag")).isEqualTo(tag);

        Answer first = business.admin.call("PUT", path, "{\"name\":\"Service\"}", Map.of("If-Match", tag));
        Answer late = business.admin.call("PUT", path, "{\"name\":\"Support\"}", Map.of("If-Match", tag));

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("ETag")).isNotEmpty().isNotEqualTo(tag);
        assertThat(late.status()).isEqualTo(412);
    }

    @Test
    void describesItselfAndItsHealth() {
        Answer yaml = anonymous.get("/openapi");
        Answer ready = anonymous.get("/health/ready");

        assertThat(yaml.body()).contains("/api/conversations/{id}/messages").contains("/api/webhooks/{platform}");
        assertThat(ready.json().get("status").asText()).isEqualTo("UP");
        assertThat(anonymous.get("/health").body()).contains("database").contains("uptime");
        assertThat(anonymous.get("/docs/").status()).isEqualTo(200);
    }

    @Test
    void shakesHandsWithTheProvider() {
        Business business = installation.open().withNumber();
        String path = "/api/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=";

        assertThat(anonymous.get(path + "verify-" + business.number()).body()).isEqualTo("1158201444");
        assertThat(anonymous.get(path + "wrong").status()).isEqualTo(403);
    }

    @Test
    void keepsWorkingForSignedInPeopleWhileKeycloakIsHung() {
        Business business = installation.open().withNumber();
        business.admin.get("/api/conversations");
        installation.stack.keycloak().pause();
        try {
            assertThat(business.admin.get("/api/conversations").status()).isEqualTo(200);
            assertThat(business.post(
                                    Business.webhook(business.number(), "12025550143", "wamid.hung", "Hello"),
                                    Business.APP_SECRET)
                            .status())
                    .isEqualTo(200);
            long start = System.nanoTime();
            Answer login = anonymous.post(
                    "/api/auth/login", "{\"email\":\"a@example.com\",\"password\":\"invented-password\"}");
            assertThat(login.status()).isEqualTo(503);
            assertThat(login.header("Retry-After")).isNotBlank();
            assertThat(System.nanoTime() - start).isLessThan(4_000_000_000L);
        } finally {
            installation.stack.keycloak().resume();
        }
    }

    @Test
    void losesNothingWhileRedisIsAway() {
        Business business = installation.open().withNumber().withAssistant();
        installation.stack.redis().kill();
        try {
            business.customerWrites("12025550143", "Hello");
            org.awaitility.Awaitility.await()
                    .until(() -> business.sentTo("12025550143").size() == 1);
        } finally {
            installation.stack.redis().start();
        }
    }
}
