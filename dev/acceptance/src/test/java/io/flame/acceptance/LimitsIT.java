package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Limits and the audit log from outside. The stack's limit of anonymous calls is 5,000 for each address. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LimitsIT {

    private static final int LIMIT = 5_000;
    private static final String NO_LOGIN = "{\"email\":\"\",\"password\":\"\"}";

    private final Installation installation = Installation.shared();
    private final Api anonymous = Api.anonymous(installation.url());

    /** The addresses of this class's own machine end at 127.255.255.254, on Linux at least. */
    private static HttpClient clientAt(String address) throws IOException {
        InetAddress local = InetAddress.getByName(address);
        try (ServerSocket probe = new ServerSocket(0, 1, local)) {
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .localAddress(local)
                    .build();
        } catch (IOException e) {
            return Assumptions.abort("this machine has only one loopback address");
        }
    }

    @Test
    void refusesAnAddressThatAsksTooMuchAndNoOther() throws Exception {
        HttpClient greedy = clientAt("127.7.7." + ThreadLocalRandom.current().nextInt(1, 250));
        HttpResponse<String> first = post(greedy, "/api/auth/login", NO_LOGIN, "192.0.2.1");
        assertThat(first.statusCode()).isEqualTo(422);
        assertThat(first.headers().firstValue("RateLimit-Limit")).hasValue("" + LIMIT);
        assertThat(first.headers().firstValue("RateLimit-Policy")).hasValue(LIMIT + ";w=900");

        long admitted = 1 + exhaust(greedy);

        System.out.println(
                "G1, G3: " + admitted + " of " + LIMIT + " sign-ins from one address that claims to be others");
        assertThat(admitted).isBetween(LIMIT * 95 / 100L, LIMIT * 105 / 100L);
        HttpResponse<String> refused = post(greedy, "/api/auth/login", NO_LOGIN, "203.0.113.77");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, 900L);
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = new com.fasterxml.jackson.databind.ObjectMapper().readTree(refused.body());
        assertThat(problem.get("code").asText()).isEqualTo("rate_limited");
        assertThat(problem.get("error").asText()).isEqualTo("Demasiadas solicitudes desde esta IP");

        assertThat(bearer(greedy, "nonsense").statusCode()).isEqualTo(429);
        assertThat(bearer(greedy, installation.open().admin.token()).statusCode())
                .isEqualTo(200);
        HttpResponse<String> webhook = post(greedy, "/api/webhooks/whatsapp", "{}", "192.0.2.1");
        assertThat(webhook.statusCode()).isNotEqualTo(429);
        assertThat(webhook.headers().firstValue("RateLimit-Limit")).isEmpty();
        assertThat(anonymous.post("/api/auth/login", NO_LOGIN).status()).isEqualTo(422);
    }

    /** The last one: nodes count by themselves for some seconds more after Redis is back. */
    @Test
    @Order(Integer.MAX_VALUE)
    void keepsTheLimitOfSignInsWhileRedisIsAwayAndFailsNone() throws Exception {
        HttpClient greedy = clientAt("127.7.8." + ThreadLocalRandom.current().nextInt(1, 250));
        awaitOnlyNode();
        installation.stack.redis().kill();
        try {
            long admitted = exhaust(greedy);

            System.out.println("G2: " + admitted + " of " + LIMIT + " sign-ins while Redis is away");
            assertThat(admitted).isBetween(LIMIT * 80 / 100L, LIMIT * 120 / 100L);
            assertThat(post(greedy, "/api/auth/login", NO_LOGIN, "203.0.113.77").statusCode())
                    .isEqualTo(429);
        } finally {
            installation.stack.redis().start();
        }
    }

    /** Without Redis a node lets through its share: another test's second node has to be forgotten first. */
    private void awaitOnlyNode() {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> installation.sql("SELECT 1 FROM flame.nodes").size() == 1);
        String then = installation.sql("SELECT now()").getFirst();
        await().atMost(Duration.ofMinutes(1)).until(() -> !installation
                .sql("SELECT 1 FROM flame.nodes WHERE heartbeat_at > ?::timestamptz", then)
                .isEmpty());
    }

    @Test
    void countsWhatACallersRoleDoesNotAllowToo() {
        Answer refused = installation.open().as("agent").get("/api/audit");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(Long.parseLong(refused.header("RateLimit-Remaining"))).isPositive();
    }

    @Test
    void tellsSignedInCallersWhatIsLeft() {
        Answer answer = installation.open().admin.get("/api/conversations");

        assertThat(Long.parseLong(answer.header("RateLimit-Remaining"))).isPositive();
        assertThat(answer.header("RateLimit-Limit")).isNotBlank();
    }

    @Test
    void writesDownWhoChangedWhat() {
        Business business = installation.open();
        String id = business.admin
                .post("/api/assistants", "{\"name\":\"Ada\",\"type\":\"auto\",\"autoResponse\":\"Hello\"}")
                .json()
                .get("id")
                .asText();
        business.admin.put("/api/assistants/" + id, "{\"name\":\"Grace\"}");
        business.admin.put("/api/assistants/" + id, "{\"name\":\"\"}");
        business.admin.delete("/api/assistants/" + id);

        JsonNode rows = business.admin.get("/api/audit?target=" + id).json().get("data");

        assertThat(rows.findValuesAsText("action"))
                .containsExactly(
                        "DELETE /api/assistants/{id}",
                        "PUT /api/assistants/{id}",
                        "PUT /api/assistants/{id}",
                        "POST /api/assistants");
        assertThat(rows.findValuesAsText("outcome")).containsExactly("done", "refused", "done", "done");
        JsonNode renamed = rows.get(2);
        assertThat(renamed.at("/before/name").asText()).isEqualTo("Ada");
        assertThat(renamed.at("/after/name").asText()).isEqualTo("Grace");
        assertThat(renamed.at("/actor/email").asText()).startsWith("admin@");
        assertThat(renamed.get("address").asText()).isEqualTo("127.0.0.1");
        assertThat(business.admin
                        .get("/api/audit?action=/api/auth/login")
                        .json()
                        .get("data"))
                .isNotEmpty();
    }

    @Test
    void keepsSecretsAndOtherTenantsOutOfTheLog() {
        Business business = installation.open().withNumber();
        Business other = installation.open();

        Answer log = business.admin.get("/api/audit?action=/api/integrations&limit=200");

        assertThat(log.json().get("data")).isNotEmpty();
        assertThat(log.body()).doesNotContain(Business.APP_SECRET).doesNotContain("invented-access-token");
        assertThat(other.admin.get("/api/audit?action=/api/integrations").json().get("data"))
                .isEmpty();
        assertThat(business.as("agent").get("/api/audit").status()).isEqualTo(403);
    }

    @Test
    void writesDownSignInsThatFail() {
        String email = "nobody" + System.nanoTime() + "@example.com";
        anonymous.post("/api/auth/login", "{\"email\":\"" + email + "\",\"password\":\"wrong-password\"}");

        assertThat(installation.sql(
                        "SELECT actor_kind, action, outcome, status FROM flame.audit_log WHERE actor_email = ?", email))
                .containsExactly("anonymous|POST /api/auth/login|refused|401");
    }

    private long exhaust(HttpClient client) throws Exception {
        List<Callable<Long>> callers = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
            callers.add(() -> {
                long admitted = 0;
                int status = post(client, "/api/auth/login", NO_LOGIN, randomAddress())
                        .statusCode();
                while (status == 422) {
                    admitted++;
                    status = post(client, "/api/auth/login", NO_LOGIN, randomAddress())
                            .statusCode();
                }
                assertThat(status).isEqualTo(429);
                return admitted;
            });
        }
        long admitted = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(callers.size())) {
            for (Future<Long> each : threads.invokeAll(callers)) {
                admitted += each.get();
            }
        }
        return admitted;
    }

    private URI address(String path) {
        return URI.create(installation.url().replace("localhost", "127.0.0.1") + path);
    }

    private static String randomAddress() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return random.nextInt(1, 224) + "." + random.nextInt(256) + "." + random.nextInt(256) + ".1";
    }

    private HttpResponse<String> post(HttpClient client, String path, String body, String forwarded)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(address(path))
                        .header("Content-Type", "application/json")
                        .header("X-Forwarded-For", forwarded)
                        .header("X-Real-IP", randomAddress())
                        .header("Forwarded", "for=" + randomAddress() + ";proto=https")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> bearer(HttpClient client, String token) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(address("/api/conversations"))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());
    }
}
