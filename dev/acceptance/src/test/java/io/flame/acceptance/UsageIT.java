package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.launcher.StackDescription;
import java.time.Duration;
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
        StackDescription.Login login = installation.stack.description().operator();
        Answer changed = Api.signedIn(installation.url(), new Installation.Person(login.email(), login.password()))
                .put("/api/platform/tenants/" + business.slug, "{\"quotas\":" + quotas + "}");
        assertThat(changed.status()).as("%s", changed).isEqualTo(200);
        String name = changed.json().path("quotas").fieldNames().next();
        await().atMost(A_MINUTE).until(() -> use(name).path("limit").asInt() == 1);
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
