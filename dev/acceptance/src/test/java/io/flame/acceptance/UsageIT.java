package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.launcher.StackDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An operator sets limits; the business sees them, and is told which one stands in its way. */
class UsageIT {

    private static final Duration A_MINUTE = Duration.ofSeconds(60);
    private static final String ASSISTANT =
            "{\"name\":\"Front desk\",\"type\":\"auto\",\"autoResponse\":\"Hello\",\"status\":\"active\"}";

    private final Installation installation = Installation.shared();
    private final Business business = installation.open();

    @Test
    void refusesWhatTheQuotaDoesNotAllowAndShowsIt() {
        limit("{\"seats\":1,\"assistants\":1}");

        Answer invited = business.admin.post(
                "/api/users",
                "{\"email\":\"robin@" + business.slug + ".example\",\"name\":\"Robin Gray\",\"role\":\"agent\"}");
        assertExceeded(invited, "seats");
        assertThat(business.count("invitations")).isZero();

        assertThat(business.admin.post("/api/assistants", ASSISTANT).status()).isEqualTo(201);
        assertExceeded(business.admin.post("/api/assistants", ASSISTANT), "assistants");

        assertThat(use("seats").path("used").asInt()).isEqualTo(1);
        assertThat(use("assistants").path("used").asInt()).isEqualTo(1);
        assertThat(use("messages").path("limit").isNull()).isTrue();
        assertThat(use("messages").path("resetsAt").asText()).isNotBlank();
    }

    @Test
    void showsEveryLimitOfThePlanAndObeysANewOneWithinAMinute() {
        Answer changed = change("{\"plan\":\"starter\",\"quotas\":{\"storage\":null,\"requestsPerMinute\":120}}");
        assertThat(changed.json().path("plan").asText()).isEqualTo("starter");

        await().atMost(A_MINUTE).until(() -> use("seats").path("limit").asInt() == 3);
        assertThat(use("aiTokens").path("limit").asInt()).isEqualTo(200_000);
        assertThat(use("aiTokens").path("used").asInt()).isZero();
        assertThat(use("aiTokens").path("period").asText()).isEqualTo("month");
        assertThat(use("storage").path("limit").isNull()).isTrue();
        assertThat(use("storage").path("used").asInt()).isZero();
        long start = System.nanoTime();
        await().atMost(A_MINUTE)
                .until(() -> use("requestsPerMinute").path("limit").asInt() == 120);
        System.out.println("a new limit of calls held after at most "
                + (5 + Duration.ofNanos(System.nanoTime() - start).toSeconds()) + " s");
        int calls = 0;
        while (business.admin.get("/api/usage").status() == 200) {
            calls++;
        }
        // a node that Redis does not answer in time counts by itself: twice the limit, and what comes back meanwhile
        assertThat(calls).isBetween(60, 300);
        await().atMost(A_MINUTE)
                .until(() ->
                        business.count("events WHERE type = 'usage.exceeded' AND data ->> 'name' = 'requestsPerMinute'")
                                == 1);
        assertThat(installation.sql(
                        "SELECT actor_kind, before ->> 'plan', after ->> 'plan' FROM flame.audit_log WHERE target = ?",
                        business.slug))
                .containsExactly("operator|unlimited|starter");
    }

    @Test
    void tellsAtEightyPercentAndAtTheEndOnceByEventAndByMail() {
        limit("{\"assistants\":1}");
        String place = business.admin
                .get("/api/events?after=latest")
                .json()
                .path("next")
                .asText();

        assertThat(business.admin.post("/api/assistants", ASSISTANT).status()).isEqualTo(201);
        assertExceeded(business.admin.post("/api/assistants", ASSISTANT), "assistants");
        assertExceeded(business.admin.post("/api/assistants", ASSISTANT), "assistants");

        await().atMost(A_MINUTE).until(() -> mails().size() == 1);
        assertThat(mails().getFirst().path("subject").asText()).isEqualTo("FLAME: 100 % of assistants");
        JsonNode events =
                business.admin.get("/api/events?after=" + place).json().path("data");
        assertThat(events.findValuesAsText("type")).containsOnlyOnce("usage.exceeded");
        for (JsonNode event : events) {
            if (event.path("type").asText().equals("usage.exceeded")) {
                assertThat(event.at("/data/name").asText()).isEqualTo("assistants");
                assertThat(event.at("/data/percent").asInt()).isEqualTo(100);
                assertThat(event.at("/data/limit").asInt()).isEqualTo(1);
            }
        }
    }

    private List<JsonNode> mails() {
        List<JsonNode> mails = new ArrayList<>();
        new Api(installation.twin().url(), Map.of())
                .get("/log?kind=mail&to=admin@" + business.slug + ".example")
                .json()
                .forEach(mails::add);
        return mails;
    }

    @Test
    void takesCustomersMessagesAndAnswersNoMorePastTheMonthsLimit() {
        business.withNumber().withAssistant();
        limit("{\"messages\":1}");

        business.customerWrites("12025550161", "Hello?");
        await().atMost(A_MINUTE).until(() -> business.sentTo("12025550161").size() == 1);
        business.customerWrites("12025550162", "Anyone there?");
        await().atMost(A_MINUTE)
                .until(() -> business.count("decisions WHERE outcome = 'silent' AND reason = 'quota_exceeded'") == 1);

        assertThat(business.incoming()).hasSize(2);
        assertThat(business.sentTo("12025550162")).isEmpty();
        String conversation = business.conversations().getFirst().get("id").asText();
        assertExceeded(
                business.admin.post("/api/conversations/" + conversation + "/messages", "{\"content\":\"Hello\"}"),
                "messages");
        assertThat(use("messages").path("used").asInt()).isEqualTo(1);
        assertThat(business.count("events WHERE type = 'usage.exceeded'")).isEqualTo(1);
    }

    private static void assertExceeded(Answer answer, String limit) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(402);
        assertThat(answer.json().path("code").asText()).isEqualTo("quota_exceeded");
        JsonNode quota = answer.json().path("quota");
        assertThat(quota.path("name").asText()).isEqualTo(limit);
        assertThat(quota.path("used").asInt()).isEqualTo(1);
        assertThat(quota.path("limit").asInt()).isEqualTo(1);
        assertThat(quota.path("resetsAt").isNull()).isEqualTo(!limit.equals("messages"));
    }

    /** A change holds within five seconds. */
    private void limit(String quotas) {
        String name = change("{\"quotas\":" + quotas + "}")
                .json()
                .path("quotas")
                .fieldNames()
                .next();
        await().atMost(A_MINUTE).until(() -> use(name).path("limit").asInt() == 1);
    }

    private Answer change(String terms) {
        StackDescription.Login login = installation.stack.description().operator();
        Answer changed = Api.signedIn(installation.url(), new Installation.Person(login.email(), login.password()))
                .put("/api/platform/tenants/" + business.slug, terms);
        assertThat(changed.status()).as("%s", changed).isEqualTo(200);
        return changed;
    }

    private JsonNode use(String name) {
        for (JsonNode use : business.admin.get("/api/usage").json().path("data")) {
            if (use.path("name").asText().equals(name)) {
                return use;
            }
        }
        throw new AssertionError("GET /api/usage does not name " + name);
    }
}
