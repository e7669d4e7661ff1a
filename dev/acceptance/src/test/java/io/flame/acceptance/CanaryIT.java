package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Two businesses with words and secrets that nobody else has: they turn up in what is theirs, and nowhere else, whatever
 * goes wrong.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CanaryIT {

    /** Keys that belong to no tenant: limits of clients and operators. */
    private static final List<String> COMMON_KEYS = List.of("rate:client:", "rate:caller:");

    private static final Duration A_WHILE = Duration.ofSeconds(40);

    private final Installation installation = Installation.shared();
    private final Business one = installation.open().withNumber().withAssistant();
    private final Business other = installation.open().withNumber().withAssistant();
    private final Canaries mine = Canaries.plantedIn(one);
    private final Canaries theirs = Canaries.plantedIn(other);
    private final List<Answer> answers = new ArrayList<>();

    @BeforeEach
    @AfterEach
    void lettingTheProviderWork() {
        installation.twin().mode("{}");
    }

    @Test
    void showsABusinessNothingOfAnotherInAnyAnswer() {
        int calls = 0;
        int telling = 0;
        for (String operation : Operations.of(installation)) {
            if (!operation.startsWith("GET ")
                    || operation.contains("/webhooks/")
                    || operation.contains("/api/platform/")) {
                continue;
            }
            String path = Operations.path(operation);
            Answer own = one.admin.get(mine.things.fill(path));
            Answer foreign = one.admin.get(theirs.things.fill(path));
            for (Answer answer : List.of(own, foreign)) {
                assertThat(answer.status()).as(operation).isLessThan(500);
                assertThat(answer.body()).as(operation).doesNotContain(theirs.mark, theirs.phone, other.slug);
                calls++;
            }
            telling += own.body().contains(mine.mark) ? 1 : 0;
        }
        System.out.printf("crawl: 0 of %d answers with a foreign word, %d with the own%n", calls, telling);
        assertThat(telling).isGreaterThanOrEqualTo(10);
    }

    @Test
    void keepsSecretsOutOfDatabaseLogRedisAndEveryAnswer() {
        driveWhatFails();

        List<String> found = new ArrayList<>();
        secrets().forEach((what, secret) -> {
            found.addAll(tablesWith(what, secret));
            filesWith(installation.data.resolve("postgres/pg_wal"), secret, isOfKeycloak(what))
                    .forEach(file -> found.add(what + " in " + file));
            filesWith(installation.data.resolve("logs"), secret, false)
                    .forEach(file -> found.add(what + " in " + file));
        });
        found.addAll(answersWith(secrets()));
        found.addAll(redisWith(secrets()));
        System.out.printf("secrets: %d planted, %d found%n", secrets().size(), found.size());
        assertThat(secrets()).hasSizeGreaterThanOrEqualTo(12);
        assertThat(found).isEmpty();
    }

    @Test
    void keepsWordsPhonesAndMailsOutOfLogsMetricsAndErrors() {
        driveWhatFails();

        Map<String, String> personal =
                Map.of("words", mine.mark, "phone", mine.phone, "mail", mine.mail(), "other words", theirs.mark);
        List<String> found = new ArrayList<>(answersWith(personal));
        personal.forEach((what, text) -> nodeLogsWith(text).forEach(line -> found.add(what + " in " + line)));
        String metrics = Api.anonymous(installation.url()).get("/metrics").body();
        assertThat(metrics).contains("# TYPE").doesNotContain(one.slug, other.slug, mine.mark, mine.phone);
        assertThat(found).isEmpty();
    }

    @Test
    void namesTheTenantInEveryKeyOfRedis() {
        one.admin.get("/api/auth/me");
        other.admin.get("/api/auth/me");
        Map<String, String> everything =
                RedisClient.everything(installation.stack.redis().port());

        assertThat(everything.keySet())
                .anyMatch(key -> key.startsWith("t:" + one.slug + ":"))
                .allMatch(key -> key.matches("t:[a-z][a-z0-9_]{1,39}:.+")
                        || COMMON_KEYS.stream().anyMatch(key::startsWith));
    }

    /** The ways in which a call, a webhook or a send can go wrong, each with words and secrets in it. */
    private void driveWhatFails() {
        sendWhatTheProviderRefuses();
        postWebhooksThatAreWrong();
        sayWhatIsNotAccepted();
        knockWithWrongKeys();
    }

    private void sendWhatTheProviderRefuses() {
        for (String fault : List.of("500", "400:131000", "429", "rst", "garbage")) {
            String phone = mine.phone + answers.size();
            installation.twin().mode("{\"send\":{\"fail\":\"" + fault + "\",\"to\":\"" + phone + "\"}}");
            keep(one.post(
                    Business.webhook(one.number(), phone, "wamid." + UUID.randomUUID(), mine.mark),
                    secret("app secret")));
            assertThat(answers.getLast().status()).isEqualTo(200);
            String begun = one.admin
                    .get("/api/conversations?q=" + phone)
                    .json()
                    .at("/data/0/id")
                    .asText();
            keep(one.admin.post("/api/conversations/" + begun + "/messages", "{\"content\":\"" + mine.mark + "\"}"));
            assertThat(answers.getLast().status()).isEqualTo(201);
            await().atMost(A_WHILE).until(() -> attempts(phone) > 0);
        }
        installation.twin().mode("{}");
    }

    private long attempts(String phone) {
        return Api.anonymous(installation.twin().url())
                .get("/log?kind=send&to=" + phone)
                .json()
                .size();
    }

    private void postWebhooksThatAreWrong() {
        String secret = mine.secrets.get("app secret");
        String body = Business.webhook(one.number(), mine.phone, "wamid." + UUID.randomUUID(), mine.mark);
        String unknown = Business.webhook("7" + one.number().substring(1), mine.phone, "wamid.x", mine.mark);
        keep(one.post(body, "not-" + secret));
        keep(one.post(body.substring(0, body.length() - 7), secret));
        keep(one.post(unknown, secret));
        keep(one.post(body.replace("\"text\"", "\"unheard_of\""), secret));
        keep(one.post(body.replace(mine.mark, mine.mark + "\\u0000\\ud800"), secret));
    }

    private void sayWhatIsNotAccepted() {
        String mark = mine.mark;
        String secret = mine.secrets.get("access token");
        String assistant = "/api/assistants/" + mine.things.ids().get("assistants");
        String integration = "/api/integrations/" + mine.things.ids().get("integrations");
        keep(one.admin.post("/api/assistants", "{\"name\":\"" + mark + "\",\"type\":\"" + secret));
        keep(one.admin.post("/api/assistants", "{\"name\":[\"" + mark + "\"],\"" + secret + "\":1}"));
        keep(one.admin.post("/api/teams", "{\"name\":\"Team " + mark + "\"}"));
        keep(one.admin.post("/api/users", "{\"email\":\"" + mine.mail() + "\",\"name\":\"x\",\"role\":\"agent\"}"));
        keep(one.admin.post("/api/users", "{\"email\":\"" + mark + "\",\"name\":\"x\",\"role\":\"" + secret + "\"}"));
        keep(one.admin.put(assistant, "{\"name\":\"" + mark + "\u0001" + "x".repeat(300) + "\"}"));
        keep(one.admin.call("PUT", assistant, "{}", Map.of("If-Match", mark)));
        keep(one.admin.put(integration, "{\"credentials\":\"" + secret + "\"}"));
        keep(one.admin.put(integration, "{\"credentials\":{\"accessToken\":[\"" + secret + "\"]}}"));
        keep(one.admin.put(integration, "{\"credentials\":{\"" + mark + "\":\"" + secret + "\"}}"));
        keep(one.admin.post("/api/integrations", Business.integration(other.number(), secret)));
        keep(one.admin.get("/api/conversations?status=" + mark + "&limit=" + mine.phone));
        keep(one.admin.get("/api/conversations?cursor=" + mark));
        keep(one.admin.get("/api/assistants/" + mark));
        keep(one.admin.get("/api/" + mark));
        keep(one.admin.call("POST", "/api/assistants", mark, Map.of("Content-Type", "text/plain")));
    }

    private void knockWithWrongKeys() {
        Api nobody = Api.anonymous(installation.url());
        String mail = mine.mail();
        keep(nobody.post(
                "/api/auth/login", "{\"email\":\"" + mail + "\",\"password\":\"" + secret("password") + "\"}"));
        keep(nobody.post(
                "/api/auth/login", "{\"email\":\"" + mail + "\",\"password\":{\"" + secret("new password") + "\":1}}"));
        keep(nobody.post("/api/auth/refresh", "{\"refreshToken\":\"x" + secret("session's refresh token") + "\"}"));
        keep(nobody.post(
                "/api/auth/reset-password",
                "{\"token\":\"" + secret("reset token") + "\",\"password\":\"" + secret("password") + "\"}"));
        keep(nobody.post(
                "/api/auth/invitations/accept",
                "{\"token\":\"" + secret("invitation token") + "\",\"password\":\"" + secret("password") + "\"}"));
        keep(with(secret("session's access token") + "x").get("/api/conversations"));
        keep(with(secret("service key") + "x").get("/api/conversations"));
        keep(with(secret("service key")).post("/api/assistants", "{\"name\":\"" + mine.mark + "\"}"));
        keep(nobody.get("/api/conversations?access_token=" + secret("session's access token")));
    }

    private Api with(String token) {
        return new Api(installation.url(), Map.of("Authorization", "Bearer " + token));
    }

    private String secret(String what) {
        return mine.secrets.get(what);
    }

    private void keep(Answer answer) {
        answers.add(answer);
    }

    private Map<String, String> secrets() {
        return mine.secrets;
    }

    /** Keycloak keeps its clients' secrets in a database of its own. */
    private static boolean isOfKeycloak(String what) {
        return what.contains("client's");
    }

    /** Refusals that repeat what was said; what a business is shown of its own is no refusal. */
    private List<String> answersWith(Map<String, String> texts) {
        assertThat(answers.stream().filter(answer -> answer.status() >= 400)).hasSizeGreaterThan(15);
        return texts.entrySet().stream()
                .flatMap(text -> answers.stream()
                        .filter(answer -> answer.status() >= 400)
                        .filter(answer -> answer.body().contains(text.getValue()))
                        .map(answer -> text.getKey() + " in the answer " + answer))
                .toList();
    }

    private List<String> redisWith(Map<String, String> texts) {
        Map<String, String> everything =
                RedisClient.everything(installation.stack.redis().port());
        return texts.entrySet().stream()
                .flatMap(text -> everything.entrySet().stream()
                        .filter(entry -> entry.getKey().contains(text.getValue())
                                || entry.getValue().contains(text.getValue()))
                        .map(entry -> text.getKey() + " in Redis under " + entry.getKey()))
                .toList();
    }

    /** The tables, of the platform and of both businesses, with a row that has the secret in any column and coding. */
    private List<String> tablesWith(String what, String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String coded = Stream.of(
                        secret,
                        HexFormat.of().formatHex(bytes),
                        Base64.getEncoder().withoutPadding().encodeToString(bytes))
                .map(text -> "position('" + text + "' IN row_of::text) > 0")
                .collect(Collectors.joining(" OR "));
        List<String> tables = installation.sql(
                "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('flame', ?, ?)",
                one.schema(), other.schema());
        assertThat(tables).hasSizeGreaterThan(40);
        return tables.stream()
                .filter(table -> !installation
                        .sql("SELECT 1 FROM " + table + " AS row_of WHERE " + coded + " LIMIT 1")
                        .isEmpty())
                .map(table -> what + " in " + table)
                .toList();
    }

    private static List<String> filesWith(Path folder, String text, boolean isElsewhere) {
        if (isElsewhere) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> read(file).contains(text))
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> nodeLogsWith(String text) {
        return read(installation.data.resolve("logs/flame.log"))
                .lines()
                .filter(line -> line.contains(text))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
