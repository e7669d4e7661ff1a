package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in from outside: a clear refusal, never a 5xx, never a partial write. */
class HostileInputIT {

    private static Business business;

    @BeforeAll
    static void aBusiness() {
        business = Installation.shared().open().withNumber();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "",
                "nul",
                "{\"a\":1}}",
                "{\"a\":1,\"a\":2}",
                "{'a':1}",
                "{\"a\":NaN}",
                "\uFEFF{}",
                "{\"a\":\"\\ud8\"}"
            })
    void refusesMalformedJson(String body) {
        Answer answer = business.admin.post("/api/conversations", body);

        assertThat(answer.status()).as("%s", answer).isEqualTo(400);
        assertProblem(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "\"text\"", "null", "{}"})
    void refusesTheWrongKindOfBody(String body) {
        Answer answer = business.admin.post("/api/conversations", body);

        assertThat(answer.status()).as("%s", answer).isIn(400, 422);
        assertProblem(answer);
    }

    @Test
    void refusesDeepNestingAndHugeNumbersAtOnce() {
        for (String body : List.of(
                "[".repeat(1_001),
                "[".repeat(100_000),
                "{\"content\":" + "9".repeat(100_000) + "}",
                "{\"content\":1e1000000000}",
                "{\"" + "k".repeat(50_000) + "\":1}")) {
            long start = System.nanoTime();
            Answer answer = business.admin.post("/api/conversations", body);
            assertThat(answer.status()).as("%.80s", answer).isIn(400, 413, 422);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }

    /** They look like UTF-32, in one order of bytes or another. */
    @Test
    void refusesBytesThatAreNoTextFromWhoeverSendsThem() {
        Api anonymous = Api.anonymous(business.installation.url());
        for (String operation : List.of("login", "register", "refresh", "forgot-password")) {
            for (byte[] bytes : List.of(new byte[] {0, 0, 1, 0}, new byte[] {0, 0, 0, '{', -1, -1, -1, -1})) {
                Answer answer = anonymous.send("POST", "/api/auth/" + operation, bytes, Map.of());
                assertThat(answer.status()).as(operation).isEqualTo(400);
                assertThat(answer.json().get("code").asText()).isEqualTo("malformed_json");
            }
        }
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        byte[] two = new byte[2 << 20];
        java.util.Arrays.fill(two, (byte) ' ');
        assertThat(business.admin
                        .send("POST", "/api/conversations", two, Map.of())
                        .status())
                .isEqualTo(413);
        byte[] forty = new byte[40 << 20];
        java.util.Arrays.fill(forty, (byte) '1');
        try {
            Answer answer = business.post(forty, "sha256=" + "0".repeat(64));
            assertThat(answer.status()).isEqualTo(413);
        } catch (java.io.UncheckedIOException e) {
            // the server may hang up on a client that goes on sending after the refusal
            assertThat(business.admin.get("/api/auth/me").status()).isEqualTo(200);
        }
    }

    @Test
    void takesAWebhookOfThreeMegabytes() {
        StringBuilder text = new StringBuilder();
        String entry = Business.webhook(business.number(), "12025550777", "wamid.big.%d", "x".repeat(3_000));
        String one = entry.substring(entry.indexOf("\"entry\":[") + 9, entry.length() - 2);
        for (int i = 0; i < 900; i++) {
            text.append(i == 0 ? "" : ",").append(one.replace("%d", Integer.toString(i)));
        }
        String body = "{\"object\":\"whatsapp_business_account\",\"entry\":[" + text + "]}";
        assertThat(body.length()).isGreaterThan(2_800_000);
        Answer answer = business.post(body, Business.APP_SECRET);

        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(business.count("messages WHERE provider_message_id LIKE 'wamid.big.%'"))
                .isEqualTo(900);
    }

    @Test
    void storesWhatPostgresCannotHoldInsteadOfLosingIt() {
        String body = Business.webhook(business.number(), "12025550666", "wamid.nul", "before#after")
                .replace("before#after", "before\\u0000after \\ud83d alone");
        assertThat(business.post(body, Business.APP_SECRET).status()).isEqualTo(200);
        String normal = Business.webhook(business.number(), "12025550666", "wamid.after.nul", "a normal one");
        assertThat(business.post(normal, Business.APP_SECRET).status()).isEqualTo(200);

        assertThat(business.count("messages WHERE provider_message_id IN ('wamid.nul', 'wamid.after.nul')"))
                .isEqualTo(2);
    }

    @Test
    void storesTheRestOfABatchWithABrokenEntry() {
        Business neighbour = Installation.shared().open().withNumber();
        String good = Business.webhook(neighbour.number(), "12025550555", "wamid.good", "fine");
        String broken = good.replace(neighbour.number(), business.number())
                .replace("wamid.good", "wamid.broken")
                .replace("\"text\":{\"body\":\"fine\"}", "\"text\":[[7]]")
                .replace("\"from\":\"12025550555\"", "\"from\":{\"a\":1}");
        String entry = broken.substring(broken.indexOf("\"entry\":[") + 9, broken.length() - 2);
        String body = good.replace("\"entry\":[", "\"entry\":[null,7,{\"changes\":\"x\"}," + entry + ",");

        assertThat(business.post(body, Business.APP_SECRET).status()).isEqualTo(200);
        assertThat(neighbour.count("messages WHERE provider_message_id = 'wamid.good'"))
                .isEqualTo(1);
    }

    @Test
    void keepsAMessageForANumberThatNobodyHasConnected() {
        String body = Business.webhook("999000999000999", "12025550143", "wamid.nobody", "Hello?");
        assertThat(business.post(body, Business.APP_SECRET).status()).isEqualTo(200);

        assertThat(
                        Installation.shared()
                                .sql(
                                        "SELECT count(*) > 0 FROM flame.quarantine WHERE convert_from(body, 'UTF8') LIKE '%999000999000999%'"))
                .containsExactly("t");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/conversations?limit=0,422",
        "/api/conversations?limit=1000000000,422",
        "/api/conversations?limit=-1,422",
        "/api/conversations?limit=9223372036854775808,422",
        "/api/conversations?cursor=forged,400",
        "/api/conversations?status=open,422",
        "/api/conversations?priority=highest,422",
        "/api/conversations?platform=pigeon,422",
        "/api/conversations?assignee=someone,422",
        "/api/conversations?q=%00,422",
        "/api/conversations/not-a-uuid,404",
        "/api/conversations/1-1-1-1-1,404",
        "/api/events?after=garbage,400",
        "/api/nothing/here,404",
    })
    void refusesBadParameters(String path, int status) {
        Answer answer = business.admin.get(path);

        assertThat(answer.status())
                .as("%s", answer)
                .isIn(status, status == 422 ? 400 : status, status == 404 ? 400 : status);
        assertProblem(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"dayOfWeek\":7,\"startTime\":\"09:00\",\"endTime\":\"10:00\"}",
                "{\"dayOfWeek\":-1,\"startTime\":\"09:00\",\"endTime\":\"10:00\"}",
                "{\"dayOfWeek\":1,\"startTime\":\"18:00\",\"endTime\":\"09:00\"}",
                "{\"dayOfWeek\":1,\"startTime\":\"09:00\",\"endTime\":\"09:00\"}",
                "{\"dayOfWeek\":1,\"startTime\":\"25:00\",\"endTime\":\"26:00\"}",
                "{\"dayOfWeek\":1,\"startTime\":\"nine\",\"endTime\":\"ten\"}",
                "{\"dayOfWeek\":\"1\",\"startTime\":\"09:00\",\"endTime\":\"10:00\"}",
                "{\"dayOfWeek\":3,\"startTime\":\"09:30\",\"endTime\":\"12:00\"}",
                "[{\"dayOfWeek\":5,\"startTime\":\"09:00\",\"endTime\":\"10:00\"},{\"dayOfWeek\":9}]",
                "{}"
            })
    void refusesAScheduleThatCannotBe(String body) {
        String assistant = business.admin
                .post("/api/assistants", "{\"name\":\"Hours\",\"type\":\"auto\",\"autoResponse\":\"Hi\"}")
                .json()
                .get("id")
                .asText();
        String path = "/api/assistants/" + assistant + "/schedules";
        business.admin.post(path, "{\"dayOfWeek\":3,\"startTime\":\"09:00\",\"endTime\":\"18:00\"}");
        Answer answer = business.admin.post(path, body);

        assertThat(answer.status()).as("%s", answer).isEqualTo(422);
        assertThat(answer.json().get("errors")).isNotEmpty();
        assertThat(business.admin.get(path).json().get("data")).hasSize(1);
    }

    @Test
    void carriesEveryCharacterByteForByte() {
        business.customerWrites("12025550321", "Hello");
        String id = business.conversations().stream()
                .filter(each -> each.get("contactPhone").asText().equals("12025550321"))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asText();
        String text = "مرحبا \u202Eabc\u202C 👩🏽‍🚀 e\u0301 <script>alert(1)</script> \\u0041 \t\n ' \" ; --";
        Answer answer = business.admin.post(
                "/api/conversations/" + id + "/messages",
                Answer.JSON.createObjectNode().put("content", text).toString());

        assertThat(answer.json().get("content").asText()).isEqualTo(text);
        await().untilAsserted(() -> assertThat(business.sentTo("12025550321")
                        .getLast()
                        .at("/body/text/body")
                        .asText())
                .isEqualTo(text));
    }

    @Test
    void neverAppliesWhatACallerMayNotSet() {
        business.customerWrites("12025550322", "Hello");
        String id = business.conversations().stream()
                .filter(each -> each.get("contactPhone").asText().equals("12025550322"))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asText();
        Answer answer = business.admin.put(
                "/api/conversations/" + id,
                "{\"id\":\"00000000-0000-4000-8000-000000000000\",\"tenant\":\"acme\",\"createdAt\":\"2000-01-01T00:00:00Z\","
                        + "\"contactId\":\"00000000-0000-4000-8000-000000000000\",\"version\":99,\"priority\":\"high\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("id").asText()).isEqualTo(id);
        assertThat(answer.json().get("version").asInt()).isEqualTo(1);
        assertThat(answer.json().get("createdAt").asText()).startsWith("2026");
    }

    private static void assertProblem(Answer answer) {
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("error").asText()).isNotBlank();
        assertThat(answer.json().get("requestId").asText()).isNotBlank();
        assertThat(answer.body())
                .doesNotContain("Exception")
                .doesNotContain("io.flame")
                .doesNotContain("SELECT");
        assertThat(answer.body().getBytes(StandardCharsets.UTF_8).length).isLessThan(4_096);
    }
}
