package io.flame.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendingTest {
    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void acceptsATextAndLogsIt() {
        JsonNode answer = Stage.json(stage.send(Stage.text("Hola, ¿qué tal? 🔥")));

        String wamid = answer.path("messages").path(0).path("id").asText();
        assertThat(wamid).startsWith("wamid.");
        assertThat(answer.path("messaging_product").asText()).isEqualTo("whatsapp");
        assertThat(answer.path("messages").path(0).path("message_status").asText())
                .isEqualTo("accepted");
        assertThat(answer.path("contacts").path(0).path("input").asText()).isEqualTo("+" + Stage.CUSTOMER);
        assertThat(answer.path("contacts").path(0).path("wa_id").asText()).isEqualTo(Stage.CUSTOMER);
        JsonNode entry = stage.log("kind=send").path(0);
        assertThat(entry.path("wamid").asText()).isEqualTo(wamid);
        assertThat(entry.path("to").asText()).isEqualTo(Stage.CUSTOMER);
        assertThat(entry.path("status").asInt()).isEqualTo(200);
        assertThat(entry.path("path").asText()).isEqualTo("/v25.0/" + Stage.PHONE_ID + "/messages");
        assertThat(entry.path("headers").path("authorization").asText()).isEqualTo("Bearer any");
        assertThat(entry.path("body").path("text").path("body").asText()).isEqualTo("Hola, ¿qué tal? 🔥");
    }

    @Test
    void refusesACallWithoutToken() {
        HttpResponse<String> answer =
                stage.call(HttpRequest.newBuilder(stage.uri("/v25.0/" + Stage.PHONE_ID + "/messages"))
                        .POST(BodyPublishers.ofString(Stage.text("hi")))
                        .build());

        JsonNode error = Stage.json(answer).path("error");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(error.path("code").asInt()).isEqualTo(190);
        assertThat(error.path("type").asText()).isEqualTo("OAuthException");
        assertThat(error.path("fbtrace_id").asText()).isNotBlank();
        assertThat(stage.log("kind=send").path(0).path("status").asInt()).isEqualTo(401);
        assertThat(stage.log("kind=send").path(0).has("wamid")).isFalse();
    }

    @Test
    void refusesAnotherTokenThanTheAccountNames() {
        stage.post(
                "/control/accounts",
                "[{\"tenant\":\"acme\",\"platform\":\"whatsapp\",\"externalId\":\"" + Stage.PHONE_ID
                        + "\",\"accessToken\":\"the one\"}]");

        assertThat(stage.send(Stage.text("hi")).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json|100",
                "[]|100",
                "{\"to\":\"+12025550143\",\"type\":\"text\",\"text\":{\"body\":\"x\"}}|100",
                "{\"messaging_product\":\"whatsapp\",\"type\":\"text\",\"text\":{\"body\":\"x\"}}|131008",
                "{\"messaging_product\":\"whatsapp\",\"to\":null,\"type\":\"text\",\"text\":{\"body\":\"x\"}}|131008",
                "{\"messaging_product\":\"whatsapp\",\"to\":\"Mara\",\"type\":\"text\",\"text\":{\"body\":\"x\"}}|131009",
                "{\"messaging_product\":\"whatsapp\",\"to\":\"+12025550143\",\"type\":\"text\",\"text\":{}}|131008",
                "{\"messaging_product\":\"whatsapp\",\"to\":\"+12025550143\",\"type\":\"hologram\"}|100",
                "{\"messaging_product\":\"whatsapp\",\"to\":\"+12025550143\",\"type\":\"image\",\"image\":{}}|131008"
            })
    void refusesWhatTheGraphApiWouldRefuse(String body, int code) {
        HttpResponse<String> answer = stage.send(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Stage.json(answer).path("error").path("code").asInt()).isEqualTo(code);
        assertThat(stage.log("kind=send").path(0).path("status").asInt()).isEqualTo(400);
    }

    @Test
    void takes4096CharactersAndNotOneMore() {
        assertThat(stage.send(Stage.text("é".repeat(4096))).statusCode()).isEqualTo(200);

        HttpResponse<String> answer = stage.send(Stage.text("é".repeat(4097)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("4096");
    }

    @Test
    void takesABusinessScopedIdInsteadOfANumber() {
        JsonNode answer = Stage.json(
                stage.send(
                        "{\"messaging_product\":\"whatsapp\",\"recipient\":\"US.70010020030040050061\",\"type\":\"text\",\"text\":{\"body\":\"x\"}}"));

        assertThat(answer.path("contacts").path(0).path("user_id").asText()).isEqualTo("US.70010020030040050061");
        assertThat(answer.path("contacts").path(0).has("wa_id")).isFalse();
        assertThat(stage.log("kind=send&to=US.70010020030040050061")).hasSize(1);
    }

    @Test
    void marksAMessageAsReadWithoutCountingItAsSent() {
        HttpResponse<String> answer =
                stage.send("{\"messaging_product\":\"whatsapp\",\"status\":\"read\",\"message_id\":\"wamid.X\"}");

        assertThat(answer.body()).isEqualTo("{\"success\":true}");
        assertThat(stage.log("kind=send")).isEmpty();
        assertThat(stage.log("kind=read")).hasSize(1);
    }

    @Test
    void filtersTheLogByRecipientHoweverTheNumberIsWritten() {
        stage.send(Stage.text("+1 202 555 0143", "a"));
        stage.send(Stage.text("+447700900182", "b"));

        for (String to : List.of("12025550143", "%2B12025550143", "+12025550143")) {
            assertThat(stage.log("kind=send&to=" + to)).hasSize(1);
        }
        assertThat(stage.log("kind=send")).hasSize(2);
        assertThat(stage.log("kind=llm")).isEmpty();
        long last = stage.log("kind=send").path(1).path("seq").asLong();
        assertThat(stage.log("kind=send&after=" + (last - 1))).hasSize(1);
    }

    @Test
    void forgetsTheLogOnRequest() {
        stage.send(Stage.text("a"));

        stage.call(HttpRequest.newBuilder(stage.uri("/log")).DELETE().build());

        assertThat(stage.log("kind=send")).isEmpty();
    }
}
