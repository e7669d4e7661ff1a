package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.launcher.FlameNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents see everything live, with the unmodified client that browsers use. */
class RealtimeIT {

    private static final Path SCRIPTS = Path.of(System.getProperty("flame.root"), "dev/acceptance/src/test/js");
    private static final Path WORK = Path.of(System.getProperty("flame.root"), "dev/acceptance/target/js");

    private final Installation installation = Installation.shared();
    private final Business business = installation.open().withNumber();
    private final List<Client> clients = new ArrayList<>();

    /**
     * The official Socket.IO client in a process of its own. It inherits nothing: Node makes the pipes it gets
     * non-blocking, and the test runner speaks through them.
     */
    private static final class Client {
        final List<JsonNode> lines = new CopyOnWriteArrayList<>();
        final Process process;

        Client(String url, String token, String lastEventId, String transports) {
            try {
                process = new ProcessBuilder("node", "listen.mjs", url, token, lastEventId, transports)
                        .directory(WORK.toFile())
                        .redirectError(ProcessBuilder.Redirect.appendTo(
                                WORK.resolve("listen.log").toFile()))
                        .start();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (BufferedReader reader = process.inputReader()) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    lines.add(Answer.JSON.readTree(line));
                }
            } catch (IOException e) {
                // the process has ended
            }
        }

        Client connected() {
            await().atMost(Duration.ofSeconds(20)).until(() -> kind("connected"));
            return this;
        }

        boolean kind(String kind) {
            return lines.stream().anyMatch(line -> line.get("kind").asText().equals(kind));
        }

        List<JsonNode> events(String type) {
            return lines.stream()
                    .filter(line -> line.path("type").asText().equals(type))
                    .map(line -> line.get("event"))
                    .toList();
        }

        List<String> texts() {
            return events("message.created").stream()
                    .map(event -> event.at("/data/message/content").asText())
                    .toList();
        }
    }

    @BeforeAll
    static void installTheOfficialClient() throws Exception {
        Files.createDirectories(WORK);
        for (String file : List.of("package.json", "package-lock.json", "listen.mjs")) {
            Files.copy(SCRIPTS.resolve(file), WORK.resolve(file), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--silent")
                .directory(WORK.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(npm.waitFor()).as(said).isZero();
    }

    @AfterEach
    void hangUp() {
        clients.forEach(client -> client.process.destroyForcibly());
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling", "polling,websocket"})
    void showsMessagesLiveOverEveryTransport(String transports) {
        Client agent = client(installation.url(), "-", transports).connected();
        business.customerWrites("12025550143", "Hello over " + transports);

        await().untilAsserted(() -> assertThat(agent.texts()).containsExactly("Hello over " + transports));
        JsonNode event = agent.events("message.created").getFirst();
        assertThat(event.get("tenant").asText()).isEqualTo(business.slug);
        assertThat(event.get("id").asText()).isNotBlank();
        assertThat(agent.events("conversation.created")).hasSize(1);
    }

    @Test
    void hearsOnceThatALimitOfThePlanIsReached() {
        installation.sql("UPDATE flame.tenants SET quotas = '{\"assistants\": 2}' WHERE slug = ?", business.slug);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> business.admin.get("/api/usage").body().contains("\"limit\":2"));
        Client agent = client(installation.url(), "-", "websocket").connected();
        business.withAssistant().withAssistant();

        await().until(() -> agent.events("usage.exceeded").size() == 1);
        assertThat(agent.events("usage.exceeded").getFirst().at("/data/name").asText())
                .isEqualTo("assistants");
        assertThat(business.admin
                        .post("/api/assistants", "{\"name\":\"C\",\"type\":\"auto\"}")
                        .status())
                .isEqualTo(402);
        business.customerWrites("12025550143", "still taken");
        await().until(() -> agent.texts().contains("still taken"));
        assertThat(agent.events("usage.exceeded")).hasSize(1);
    }

    @Test
    void resumesWithoutAGapAndWithoutRepeating() {
        Client first = client(installation.url(), "-", "websocket").connected();
        business.customerWrites("12025550143", "seen 1");
        business.customerWrites("12025550143", "seen 2");
        await().until(() -> first.texts().size() == 2);
        String last = first.events("message.created").getLast().get("id").asText();
        first.process.destroyForcibly();
        for (int i = 0; i < 30; i++) {
            business.customerWrites("12025550143", "missed " + i);
        }
        Client second = client(installation.url(), last, "websocket").connected();
        business.customerWrites("12025550143", "live");

        await().untilAsserted(() ->
                assertThat(second.texts()).hasSize(31).endsWith("live").startsWith("missed 0"));
        assertThat(new HashSet<>(second.texts())).hasSize(31);
    }

    @Test
    void refusesABadTokenAndAGarbledPosition() {
        Client forged = new Client(installation.url(), "forged", "-", "websocket");
        Client garbled = client(installation.url(), "not-a-position", "websocket");
        clients.add(forged);

        await().until(() -> forged.kind("refused"));
        await().until(() -> garbled.kind("refused"));
        assertThat(forged.kind("connected")).isFalse();
    }

    @Test
    void letsAKeyListenThatHasTheScope() {
        Client program = new Client(installation.url(), key("events:read"), "-", "websocket");
        Client other = new Client(installation.url(), key("conversations:read"), "-", "websocket");
        clients.addAll(List.of(program, other));

        program.connected();
        business.customerWrites("12025550144", "for the program");

        await().untilAsserted(() -> assertThat(program.texts()).containsExactly("for the program"));
        await().until(() -> other.kind("refused"));
        assertThat(other.kind("connected")).isFalse();
        assertThat(program.events("presence").toString()).doesNotContain("Listener");
    }

    @Test
    void showsALimitedAgentOnlyTheirOwn() {
        Installation.Person person = installation.addPerson(business.slug, "agent");
        Api agent = Api.signedIn(installation.url(), person);
        String id = agent.get("/api/auth/me").json().get("id").asText();
        business.customerWrites("12025550145", "theirs");
        business.customerWrites("12025550146", "nobody's");
        await().until(() -> business.conversations().size() == 2);
        assign(business.conversations(), "12025550145", id);
        assertThat(business.admin
                        .put("/api/users/" + id, "{\"visibility\":\"own\"}")
                        .status())
                .isEqualTo(200);
        await().until(
                        () -> agent.get("/api/conversations").json().get("data").size() == 1);
        Client limited = new Client(installation.url(), agent.token(), "-", "websocket");
        clients.add(limited);
        limited.connected();

        business.customerWrites("12025550146", "not for this agent");
        business.customerWrites("12025550145", "for this agent");

        await().untilAsserted(() -> assertThat(limited.texts()).containsExactly("for this agent"));
    }

    private void assign(List<JsonNode> conversations, String phone, String userId) {
        for (JsonNode conversation : conversations) {
            if (conversation.toString().contains(phone)) {
                String path = "/api/conversations/" + conversation.get("id").asText();
                Answer assigned = business.admin.put(path, "{\"userId\":\"" + userId + "\"}");
                assertThat(assigned.status()).as("%s", assigned).isEqualTo(200);
            }
        }
    }

    private String key(String scope) {
        Answer made = business.admin.post(
                "/api/api-keys", "{\"name\":\"Listener\",\"scopes\":[\"" + scope + "\"]}");
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        return made.json().get("key").asText();
    }

    @Test
    void neverShowsAnotherBusinesssEvents() {
        Business other = installation.open().withNumber();
        Client agent = client(installation.url(), "-", "websocket").connected();
        other.customerWrites("12025550143", "for the other");
        business.customerWrites("12025550143", "for us");

        await().untilAsserted(() -> assertThat(agent.texts()).containsExactly("for us"));
        assertThat(agent.lines.toString()).doesNotContain(other.slug);
    }

    @Test
    void sendsAwayWithinHalfAMinuteWhoMayNoLongerSee() {
        Api agent = business.as("agent");
        Client listener = new Client(installation.url(), agent.token(), "-", "websocket");
        clients.add(listener);
        listener.connected();
        String id = agent.get("/api/auth/me").json().get("id").asText();

        assertThat(business.admin.put("/api/users/" + id, "{\"role\":\"user\"}").status())
                .isEqualTo(200);

        await().atMost(Duration.ofSeconds(30)).until(() -> listener.kind("disconnected"));
    }

    @Test
    void refusesForeignPagesAndTokensInTheAddress() {
        Api nobody = Api.anonymous(installation.url());
        String handshake = "/socket.io/?EIO=4&transport=polling";

        assertThat(nobody.get(handshake).status()).isEqualTo(200);
        for (String origin : List.of("https://evil.example", "null", installation.url() + ".evil.example")) {
            assertThat(nobody.call("GET", handshake, null, Map.of("Origin", origin))
                            .status())
                    .as(origin)
                    .isEqualTo(403);
        }
        for (String name : List.of("token", "access_token", "auth", "Authorization", "jwt")) {
            assertThat(nobody.get(handshake + "&" + name + "=" + business.admin.token())
                            .status())
                    .as(name)
                    .isEqualTo(400);
        }
    }

    @Test
    void reachesAgentsOnEveryNode() {
        FlameNode second = installation.stack.startNode();
        try {
            Client here = client(installation.url(), "-", "websocket").connected();
            Client there = client(second.url(), "-", "websocket").connected();
            business.customerWrites("12025550143", "to all nodes");

            await().untilAsserted(() -> assertThat(there.texts()).containsExactly("to all nodes"));
            await().untilAsserted(() -> assertThat(here.texts()).containsExactly("to all nodes"));
        } finally {
            second.stop();
        }
    }

    @Test
    void givesTheSameEventsToWhoeverPulls() {
        Client agent = client(installation.url(), "-", "websocket").connected();
        business.customerWrites("12025550143", "Hello");
        await().until(() -> agent.texts().size() == 1);
        JsonNode pulled = business.admin.get("/api/events").json();

        assertThat(pulled.get("data").toString())
                .contains(agent.events("message.created").getFirst().get("id").asText());
        String next = pulled.get("next").asText();
        assertThat(business.admin.get("/api/events?after=" + next).json().get("data"))
                .isEmpty();
    }

    private Client client(String url, String lastEventId, String transports) {
        Client client = new Client(url, business.admin.token(), lastEventId, transports);
        clients.add(client);
        return client;
    }
}
