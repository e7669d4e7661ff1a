package io.flame.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveringTest {
    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    private JsonNode message() {
        return stage.flame.received().get(0).value().path("messages").path(0);
    }

    @Test
    void sendsACorrectlySignedMessage() {
        JsonNode report = stage.deliver(
                "{\"tenant\":\"acme\",\"from\":\"+12025550143\",\"name\":\"Mara Lindqvist\",\"text\":\"¿18:30? a/b 🔥\"}");

        FakeFlame.Received received = stage.flame.received().get(0);
        assertThat(report.path("status").asInt()).isEqualTo(200);
        assertThat(report.path("ids").path(0).asText())
                .isEqualTo(message().path("id").asText());
        assertThat(received.signature()).contains(Signature.of(Stage.SECRET, received.body()));
        assertThat(new String(received.body(), StandardCharsets.ISO_8859_1))
                .contains("\\u00bf18:30? a\\/b \\ud83d\\udd25");
        assertThat(message().path("text").path("body").asText()).isEqualTo("¿18:30? a/b 🔥");
        assertThat(message().path("from").asText()).isEqualTo(Stage.CUSTOMER);
        assertThat(message().path("from_user_id").asText()).startsWith("US.");
        assertThat(message().path("timestamp").isTextual()).isTrue();
        assertThat(received.value()
                        .path("contacts")
                        .path(0)
                        .path("profile")
                        .path("name")
                        .asText())
                .isEqualTo("Mara Lindqvist");
    }

    @Test
    void usesTheIdAndTimeItIsGiven() {
        stage.deliver(
                "{\"tenant\":\"acme\",\"from\":\"12025550143\",\"text\":\"x\",\"id\":\"wamid.MINE\",\"timestamp\":\"2026-11-02T09:00:00Z\"}");

        assertThat(message().path("id").asText()).isEqualTo("wamid.MINE");
        assertThat(message().path("timestamp").asText()).isEqualTo("1793610000");
    }

    @Test
    void tellsWhatFlameAnswered() {
        stage.flame.answerNext(503);

        assertThat(stage.deliver("{\"tenant\":\"acme\",\"from\":\"12025550143\",\"text\":\"x\"}")
                        .path("status")
                        .asInt())
                .isEqualTo(503);
        JsonNode entry = stage.log("kind=webhook").path(0);
        assertThat(entry.path("status").asInt()).isEqualTo(503);
        assertThat(entry.path("to").asText()).isEqualTo(Stage.CUSTOMER);
    }

    @Test
    void repeatsUntilTakenWhenAsked() {
        stage.flame.answerNext(503, 500);

        JsonNode report = stage.deliver("{\"tenant\":\"acme\",\"from\":\"12025550143\",\"text\":\"x\",\"retry\":true}");

        assertThat(report.path("status").asInt()).isEqualTo(200);
        assertThat(report.path("attempts").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deliversTheSameBytesSeveralTimes(boolean parallel) {
        stage.deliver("{\"tenant\":\"acme\",\"from\":\"12025550143\",\"text\":\"x\",\"repeat\":4,\"parallel\":"
                + parallel + "}");

        assertThat(stage.flame.received()).hasSize(4).allSatisfy(one -> assertThat(one.body())
                .isEqualTo(stage.flame.received().get(0).body()));
    }

    @Test
    void canSignWronglyOrNotAtAll() {
        stage.deliver("{\"tenant\":\"acme\",\"from\":\"12025550143\",\"text\":\"x\",\"signature\":\"wrong\"}");
        stage.deliver("{\"tenant\":\"acme\",\"from\":\"12025550143\",\"text\":\"x\",\"signature\":\"missing\"}");

        FakeFlame.Received wrong = stage.flame.received().get(0);
        assertThat(wrong.signature()).isPresent().isNotEqualTo(Signature.of(Stage.SECRET, wrong.body()));
        assertThat(stage.flame.received().get(1).signature()).isEmpty();
    }

    @Test
    void hidesTheNumberOfACustomerWithAUsername() {
        stage.deliver("{\"tenant\":\"acme\",\"userId\":\"US.42\",\"text\":\"x\"}");

        assertThat(message().has("from")).isFalse();
        assertThat(message().path("from_user_id").asText()).isEqualTo("US.42");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"type\":\"image\",\"caption\":\"c\"|image|/image/mime_type|image/png",
                "\"type\":\"audio\",\"voice\":true|audio|/audio/voice|true",
                "\"type\":\"document\",\"filename\":\"a.pdf\"|document|/document/filename|a.pdf",
                "\"type\":\"location\",\"latitude\":1.5,\"longitude\":2|location|/location/latitude|1.5",
                "\"type\":\"contacts\",\"text\":\"Tom\"|contacts|/contacts/0/name/formatted_name|Tom",
                "\"type\":\"reaction\",\"text\":\"👍\",\"contextId\":\"w\"|reaction|/reaction/message_id|w",
                "\"type\":\"button_reply\",\"payload\":\"p\",\"title\":\"Yes\"|interactive|/interactive/button_reply/id|p",
                "\"type\":\"hologram\",\"message\":{\"hologram\":{\"x\":7}}|hologram|/hologram/x|7"
            })
    void speaksEveryMessageType(String order, String type, String pointer, String value) {
        stage.deliver("{\"tenant\":\"acme\",\"from\":\"12025550143\"," + order + "}");

        assertThat(message().path("type").asText()).isEqualTo(type);
        assertThat(message().at(pointer).asText()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"tenant\":\"nobody\",\"from\":\"12025550143\"}|nobody",
                "{\"tenant\":\"acme\"}|from",
                "{\"tenant\":\"acme\",\"from\":\"12025550143\",\"txet\":\"x\"}|txet",
                "{\"tenant\":\"acme\",\"from\":\"12025550143\",\"timestamp\":\"soon\"}|timestamp",
                "{\"tenant\":\"acme\",\"from\":\"12025550143\",\"signature\":\"odd\"}|signature",
                "nonsense|JSON"
            })
    void refusesAnOrderItCannotCarryOut(String order, String named) {
        HttpResponse<String> answer = stage.post("/deliver/whatsapp", order);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(named);
        assertThat(stage.flame.received()).isEmpty();
    }

    @Test
    void learnsLaterWhereFlameIsAndWhoIsConnected() {
        try (FakeFlame other = new FakeFlame()) {
            stage.post("/control/flame", "{\"url\":\"" + other.url() + "/\"}");
            stage.post(
                    "/control/accounts",
                    "[{\"tenant\":\"globex\",\"platform\":\"whatsapp\",\"externalId\":\"300200100900802\",\"appSecret\":\"s2\"}]");

            stage.deliver("{\"tenant\":\"globex\",\"from\":\"12025550143\",\"text\":\"x\"}");

            FakeFlame.Received received = other.received().get(0);
            assertThat(received.signature()).contains(Signature.of("s2", received.body()));
            assertThat(stage.get("/control/accounts").body()).contains("globex", "acme");
        }
    }

    @Test
    void answersACustomerByTheIdThatWasInTheWebhook() {
        stage.deliver("{\"tenant\":\"acme\",\"from\":\"12025550143\",\"text\":\"x\"}");
        String userId = message().path("from_user_id").asText();

        stage.send("{\"messaging_product\":\"whatsapp\",\"recipient\":\"" + userId
                + "\",\"type\":\"text\",\"text\":{\"body\":\"x\"}}");

        await().untilAsserted(() -> assertThat(stage.flame.statuses()).contains("delivered"));
        JsonNode status = stage.flame.received().get(1).value().path("statuses").path(0);
        assertThat(status.path("recipient_id").asText()).isEqualTo(Stage.CUSTOMER);
    }
}
