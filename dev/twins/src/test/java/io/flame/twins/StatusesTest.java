package io.flame.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusesTest {
    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    private String send() {
        return Stage.json(stage.send(Stage.text("hi")))
                .path("messages")
                .path(0)
                .path("id")
                .asText();
    }

    @Test
    void reportsSentAndThenDelivered() {
        String wamid = send();

        await().untilAsserted(() -> assertThat(stage.flame.statuses()).containsExactly("sent", "delivered"));
        FakeFlame.Received last = stage.flame.received().get(1);
        JsonNode status = last.value().path("statuses").path(0);
        assertThat(last.path()).isEqualTo("/api/webhooks/whatsapp");
        assertThat(last.signature()).contains(Signature.of(Stage.SECRET, last.body()));
        assertThat(last.value().path("metadata").path("phone_number_id").asText())
                .isEqualTo(Stage.PHONE_ID);
        assertThat(status.path("id").asText()).isEqualTo(wamid);
        assertThat(status.path("recipient_id").asText()).isEqualTo(Stage.CUSTOMER);
        assertThat(status.path("biz_opaque_callback_data").asText()).isEqualTo("flame:msg:1");
        assertThat(status.path("timestamp").isTextual()).isTrue();
    }

    @Test
    void repeatsAStatusUntilItIsTaken() {
        stage.flame.answerNext(503, 500);
        send();

        await().untilAsserted(
                        () -> assertThat(stage.flame.statuses()).hasSize(4).contains("sent", "delivered"));
        await().untilAsserted(() -> assertThat(stage.log("kind=webhook"))
                .extracting(entry -> entry.path("status").asInt())
                .containsExactlyInAnyOrder(503, 500, 200, 200));
    }

    @Test
    void reportsReadWhenThePersonLooks() {
        send();
        await().untilAsserted(() -> assertThat(stage.flame.statuses()).containsExactly("sent", "delivered"));

        stage.post(
                "/page/read",
                "{\"account\":\"whatsapp:" + Stage.PHONE_ID + "\",\"customer\":\"" + Stage.CUSTOMER + "\"}");

        await().untilAsserted(() -> assertThat(stage.flame.statuses()).containsExactly("sent", "delivered", "read"));
    }

    @Test
    void canBeTurnedOff() {
        stage.mode("{\"statuses\":\"off\"}");
        send();
        stage.mode("{}");
        send();

        await().untilAsserted(() -> assertThat(stage.flame.statuses()).containsExactly("sent", "delivered"));
    }

    @Test
    void canFailAfterwards() {
        stage.mode("{\"statuses\":\"failed:131047\"}");
        send();

        await().untilAsserted(() -> assertThat(stage.flame.statuses()).containsExactly("failed"));
        JsonNode status = stage.flame.received().get(0).value().path("statuses").path(0);
        assertThat(status.path("errors").path(0).path("code").asInt()).isEqualTo(131047);
    }

    @Test
    void canComeBeforeTheAnswer() {
        stage.mode("{\"send\":{\"status_before_response_ms\":1}}");
        send();

        assertThat(stage.flame.statuses()).containsExactly("sent", "delivered");
    }
}
