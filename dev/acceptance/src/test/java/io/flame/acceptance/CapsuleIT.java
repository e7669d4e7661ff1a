package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A business moves from one installation to another and goes on talking with its customers there. */
class CapsuleIT {

    private static final String CUSTOMER = "12025550177";
    private static final String OTHER_CUSTOMER = "12025550178";
    private static final String NEXT_PASSWORD = "invented-password-9";
    private static final Duration A_MINUTE = Duration.ofSeconds(60);

    /** Ids of accounts and of transactions are each installation's own; how far listeners have got is written anew. */
    private static final String CONTENT = """
            SELECT count(*) || ' ' || coalesce(md5(string_agg(line, '' ORDER BY line COLLATE "C")), '') FROM (
                SELECT (to_jsonb(t) - '{tx,user_id,sender_id,created_by,invited_by}'::text[]
                        - CASE WHEN '%2$s' = 'users' THEN 'id' ELSE '' END)::text AS line
                  FROM t_%1$s.%2$s t) AS lines""";

    private final Installation source = Installation.shared();

    @TempDir
    private Path folder;

    @Test
    void movesABusinessThatGoesOnTalkingElsewhere() throws Exception {
        Business business = source.open().withNumber().withAssistant();
        Installation.Person agent = source.addPerson(business.slug, "agent");
        String key = business.admin
                .post("/api/api-keys", "{\"name\":\"Robot\",\"scopes\":[\"conversations:read\"]}")
                .json()
                .path("key")
                .asText();
        business.customerWrites(CUSTOMER, "Before the move");
        await().atMost(A_MINUTE).until(() -> business.sentTo(CUSTOMER).size() == 1);
        String conversation = business.onlyConversation().get("id").asText();
        talkByHand(business, agent, conversation);

        Installation target = Installation.another();
        try {
            move(business, target);
            goesOn(business, target, agent, key, conversation);
        } finally {
            target.stack.close();
        }
    }

    private void talkByHand(Business business, Installation.Person agent, String first) {
        business.customerWrites(OTHER_CUSTOMER, "A person, please");
        await().atMost(A_MINUTE).until(() -> business.sentTo(OTHER_CUSTOMER).size() == 1);
        String conversation = business.conversations().stream()
                .map(each -> each.get("id").asText())
                .filter(id -> !id.equals(first))
                .findFirst()
                .orElseThrow();
        String path = "/api/conversations/" + conversation + "/messages";
        assertThat(Api.signedIn(source.url(), agent)
                        .post(path, "{\"content\":\"By hand\",\"type\":\"text\"}")
                        .status())
                .isEqualTo(201);
        await().atMost(A_MINUTE).until(() -> business.sentTo(OTHER_CUSTOMER).size() == 2);
    }

    private void move(Business business, Installation target) throws Exception {
        Business neighbour = target.open().withNumber();
        Api here = source.operator();
        Api there = target.operator();
        String path = "/api/platform/tenants/" + business.slug;
        JsonNode keys = there.get("/api/platform/capsule-keys").json();
        String signer =
                here.get("/api/platform/capsule-keys").json().path("signerKey").asText();

        String body = "{\"recipientKey\":\"" + keys.path("recipientKey").asText() + "\"}";
        assertThat(here.post(path + "/export", body).status()).isEqualTo(409);
        assertThat(here.post(path + "/suspend", "").status()).isEqualTo(200);
        Answer begun = here.post(path + "/export", body);
        assertThat(begun.status()).as(begun.toString()).isEqualTo(202);
        JsonNode manifest = done(here, path + "/export").path("report");
        Path file = folder.resolve("moved.capsule");
        assertThat(download(here, path + "/export/archive", file)).isEqualTo(200);
        showsNoSecrets(file, business);
        Map<String, String> before = content(source, business.slug, manifest);
        removeForGood(business, here, path);

        Map<String, String> others = content(target, neighbour.slug, manifest);
        assertThat(upload(there, path + "/import", file).status()).isEqualTo(422);
        Answer taken =
                upload(there, path + "/import?trust=" + URLEncoder.encode(signer, StandardCharsets.UTF_8), file);
        assertThat(taken.status()).as(taken.toString()).isEqualTo(202);
        JsonNode report = done(there, path + "/import").path("report");

        assertThat(report.path("heldMessages").asInt()).isZero();
        assertThat(content(target, business.slug, manifest)).isEqualTo(before);
        assertThat(content(target, neighbour.slug, manifest)).isEqualTo(others);
        assertThat(there.get(path).json().path("status").asText()).isEqualTo("suspended");
        assertThat(there.post(path + "/resume", "").status()).isEqualTo(200);
    }

    private void goesOn(
            Business business, Installation target, Installation.Person agent, String key, String conversation) {
        Twin twin = target.twin();
        twin.connect(business.slug, business.number(), Business.APP_SECRET);
        twin.write(business.slug, CUSTOMER, "After the move");
        await().atMost(A_MINUTE).until(() -> twin.accepted(CUSTOMER).size() == 1);
        assertThat(twin.accepted(CUSTOMER).getFirst().path("path").asText()).contains(business.number());

        setPassword(target, agent.email());
        Api signedIn = Api.signedIn(target.url(), new Installation.Person(agent.email(), NEXT_PASSWORD));
        List<String> said = new ArrayList<>();
        signedIn.get("/api/conversations/" + conversation + "/messages?limit=200")
                .json()
                .get("data")
                .forEach(message -> said.add(message.get("content").asText()));
        assertThat(said.reversed())
                .containsExactly("Before the move", Business.REPLY, "After the move", Business.REPLY);
        signedIn.post(
                "/api/conversations/" + conversation + "/messages", "{\"content\":\"From here\",\"type\":\"text\"}");
        await().atMost(A_MINUTE).until(() -> twin.accepted(CUSTOMER).size() == 2);
        Api robot = new Api(target.url(), Map.of("Authorization", "Bearer " + key));
        assertThat(robot.get("/api/conversations").status()).isEqualTo(200);
        assertThat(Api.anonymous(target.url())
                        .get("/api/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=77&hub.verify_token=verify-"
                                + business.number())
                        .status())
                .isEqualTo(200);
    }

    private static void setPassword(Installation target, String email) {
        Api api = Api.anonymous(target.url());
        assertThat(api.post("/api/auth/forgot-password", "{\"email\":\"" + email + "\"}")
                        .status())
                .isEqualTo(202);
        Api twin = new Api(target.twin().url(), Map.of());
        await().atMost(A_MINUTE)
                .until(() -> !twin.get("/log?kind=mail&to=" + email).json().isEmpty());
        String token = twin.get("/log?kind=mail&to=" + email)
                .json()
                .get(0)
                .get("token")
                .asText();
        assertThat(api.post(
                                "/api/auth/reset-password",
                                "{\"token\":\"" + token + "\",\"password\":\"" + NEXT_PASSWORD + "\"}")
                        .status())
                .isEqualTo(204);
    }

    private static JsonNode done(Api operator, String path) {
        await().atMost(A_MINUTE).until(() -> {
            JsonNode run = operator.get(path).json();
            assertThat(run.path("error").asText("")).isIn("", "null");
            return run.path("state").asText().equals("done");
        });
        return operator.get(path).json();
    }

    private void removeForGood(Business business, Api operator, String path) {
        assertThat(operator.delete(path).status()).isEqualTo(202);
        source.sql("UPDATE flame.tenants SET delete_after = now() WHERE slug = ?", business.slug);
        await().atMost(A_MINUTE.multipliedBy(2))
                .until(() -> operator.get(path).status() == 404);
    }

    private static Map<String, String> content(Installation installation, String slug, JsonNode manifest) {
        Map<String, String> content = new TreeMap<>();
        for (JsonNode entry : manifest.get("entries")) {
            String name = entry.get("name").asText();
            String table = name.replaceAll("tables/|\\.tsv", "");
            if (name.startsWith("tables/") && !table.equals("event_progress") && !table.equals("team_members")) {
                content.put(table, installation.sql(CONTENT.formatted(slug, table)).getFirst());
            }
        }
        assertThat(content).hasSizeGreaterThan(15);
        return content;
    }

    private static void showsNoSecrets(Path file, Business business) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                String text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                assertThat(text)
                        .as(entry.getName())
                        .doesNotContain(Business.APP_SECRET)
                        .doesNotContain("invented-access-token-" + business.number())
                        .doesNotContain("verify-" + business.number());
            }
        }
    }

    private int download(Api operator, String path, Path file) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(source.url() + path))
                    .header("Authorization", "Bearer " + operator.token())
                    .build();
            return client.send(request, BodyHandlers.ofFile(file)).statusCode();
        }
    }

    private static Answer upload(Api operator, String path, Path file) throws IOException {
        return operator.send(
                "POST", path, Files.readAllBytes(file), Map.of("Content-Type", "application/octet-stream"));
    }
}
