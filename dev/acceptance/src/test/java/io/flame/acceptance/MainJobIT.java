package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A customer writes, the assistant answers, an agent sees it. */
class MainJobIT {

    private final Business business = Installation.shared().open().withNumber().withAssistant();

    @Test
    void answersTheCustomerWithinASecondAndShowsBothMessages() {
        business.customerWrites("12025550100", "warm-up");
        await().until(() -> business.sentTo("12025550100").size() == 1);
        long start = System.nanoTime();
        business.customerWrites("12025550143", "Is the table for four still free? 🍷");
        await().pollInterval(Duration.ofMillis(10))
                .until(() -> business.sentTo("12025550143").size() == 1);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.println("main job: answered after " + took.toMillis() + " ms");

        assertThat(took).isLessThan(Duration.ofSeconds(1));
        JsonNode sent = business.sentTo("12025550143").getFirst();
        assertThat(sent.at("/body/text/body").asText()).isEqualTo(Business.REPLY);
        JsonNode conversation = conversationWith("12025550143");
        assertThat(conversation.get("unreadCount").asInt()).isEqualTo(1);
        List<JsonNode> thread = business.thread(conversation.get("id").asText());
        assertThat(thread).extracting(message -> message.get("sender").asText()).containsExactly("user", "assistant");
        assertThat(thread.getFirst().get("content").asText()).isEqualTo("Is the table for four still free? 🍷");
    }

    @Test
    void followsTheAnswerUntilTheCustomerHasIt() {
        business.customerWrites("12025550143", "Hello");

        await().untilAsserted(() -> assertThat(statuses("12025550143")).containsExactly("delivered", "delivered"));
    }

    @Test
    void explainsTheAnswer() {
        business.customerWrites("12025550143", "Hello");
        String id = conversationWith("12025550143").get("id").asText();

        await().untilAsserted(() -> {
            JsonNode decisions = business.admin
                    .get("/api/conversations/" + id + "/decisions")
                    .json()
                    .get("data");
            assertThat(decisions).hasSize(1);
            assertThat(decisions.get(0).get("outcome").asText()).isEqualTo("answered");
            assertThat(decisions.get(0).get("detail").toString()).contains("Front desk");
        });
    }

    @Test
    void sendsWhatAnAgentWrites() {
        business.customerWrites("12025550143", "Hello");
        await().until(() -> business.sentTo("12025550143").size() == 1);
        String id = conversationWith("12025550143").get("id").asText();
        Answer posted =
                business.as("agent").post("/api/conversations/" + id + "/messages", "{\"content\":\"I am Robin.\"}");

        assertThat(posted.status()).isEqualTo(201);
        assertThat(posted.json().get("status").asText()).isEqualTo("queued");
        await().until(() -> business.sentTo("12025550143").size() == 2);
        assertThat(business.sentTo("12025550143")
                        .getLast()
                        .at("/body/text/body")
                        .asText())
                .isEqualTo("I am Robin.");
    }

    @Test
    void keepsQuietWhileAPersonIsOnIt() {
        business.customerWrites("12025550143", "Hello");
        await().until(() -> business.sentTo("12025550143").size() == 1);
        String id = conversationWith("12025550143").get("id").asText();
        business.admin.put("/api/conversations/" + id, "{\"userId\":\"" + me() + "\"}");
        business.admin.post("/api/conversations/" + id + "/messages", "{\"content\":\"I take over.\"}");
        business.customerWrites("12025550143", "Thank you");

        await().untilAsserted(() -> assertThat(business.admin
                        .get("/api/conversations/" + id + "/decisions")
                        .json()
                        .at("/data/0/reason")
                        .asText())
                .isEqualTo("person_on_it"));
        assertThat(business.sentTo("12025550143")).hasSize(2);
    }

    @Test
    void keepsQuietOutsideTheSchedule() {
        String assistant =
                business.admin.get("/api/assistants").json().at("/data/0/id").asText();
        int yesterday = (java.time.LocalDate.now(java.time.ZoneOffset.UTC)
                                .getDayOfWeek()
                                .getValue()
                        + 5)
                % 7;
        Answer schedule = business.admin.post(
                "/api/assistants/" + assistant + "/schedules",
                "{\"dayOfWeek\":%d,\"startTime\":\"03:00\",\"endTime\":\"04:00\"}".formatted(yesterday));
        assertThat(schedule.status()).isEqualTo(201);
        business.customerWrites("12025550143", "Hello");
        String id = conversationWith("12025550143").get("id").asText();

        await().untilAsserted(() -> assertThat(business.admin
                        .get("/api/conversations/" + id + "/decisions")
                        .json()
                        .at("/data/0/reason")
                        .asText())
                .isEqualTo("outside_schedule"));
        assertThat(business.sentTo("12025550143")).isEmpty();
    }

    private String me() {
        return business.admin.get("/api/auth/me").json().get("id").asText();
    }

    private List<String> statuses(String phone) {
        return business.thread(conversationWith(phone).get("id").asText()).stream()
                .map(message -> message.get("status").asText())
                .toList();
    }

    private JsonNode conversationWith(String phone) {
        return business.conversations().stream()
                .filter(each -> phone.equals(each.get("contactPhone").asText()))
                .findFirst()
                .orElseThrow();
    }
}
