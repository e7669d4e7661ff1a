package io.flame.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
    private static final String ACCOUNT = "\"account\":\"whatsapp:" + Stage.PHONE_ID + "\"";

    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/page/app.js", "/page/page.css", "/page/i18n.js", "/page/icon.svg", "/favicon.ico"})
    void comesFromTheJarWithAPolicyThatKeepsItThere(String path) {
        HttpResponse<String> answer = stage.get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/page/../Twins.class", "/page/nothing.js", "/page/%2e%2e/x.js", "/nothing"})
    void servesNothingElse(String path) {
        assertThat(stage.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void bringsWhatThePersonTypesToFlameAndShowsTheAnswer() throws IOException, InterruptedException {
        HttpResponse<InputStream> events = stage.http.send(
                HttpRequest.newBuilder(stage.uri("/page/events")).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
            JsonNode snapshot = next(lines);
            assertThat(snapshot.path("type").asText()).isEqualTo("snapshot");
            assertThat(snapshot.path("accounts").path(0).path("name").asText()).isEqualTo("Acme");

            stage.flame.answerNext(503);
            stage.post(
                    "/page/send",
                    "{" + ACCOUNT + ",\"order\":{\"from\":\"12025550143\",\"name\":\"Mara\",\"text\":\"hé\"}}");
            JsonNode typed = next(lines);
            assertThat(typed.path("message").path("text").asText()).isEqualTo("hé");
            assertThat(typed.path("message").path("status").asText()).isEqualTo("pending");
            assertThat(next(lines).path("status").asText()).isEqualTo("refused");
            assertThat(next(lines).path("status").asText()).isEqualTo("sent");

            stage.send(Stage.text("answer"));
            assertThat(next(lines).path("message").path("fromCustomer").asBoolean())
                    .isFalse();
            assertThat(next(lines).path("status").asText()).isEqualTo("sent");
            assertThat(next(lines).path("status").asText()).isEqualTo("delivered");
        }
    }

    private static JsonNode next(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("data: ")) {
                return Json.parse(line.substring(6).getBytes(StandardCharsets.UTF_8));
            }
        }
        throw new AssertionError("the stream ended");
    }

    @Test
    void showsThatTheBusinessReadTheMessage() {
        stage.deliver("{\"tenant\":\"acme\",\"from\":\"12025550143\",\"text\":\"x\",\"id\":\"wamid.A\"}");

        stage.send("{\"messaging_product\":\"whatsapp\",\"status\":\"read\",\"message_id\":\"wamid.A\"}");

        assertThat(stage.log("kind=read&to=12025550143")).hasSize(1);
    }

    @Test
    void sendsAnUploadedPicture() {
        String id = Stage.json(stage.post("/page/media", "not really a picture"))
                .path("mediaId")
                .asText();

        stage.post(
                "/page/send",
                "{" + ACCOUNT + ",\"order\":{\"from\":\"12025550143\",\"type\":\"image\",\"mediaId\":\"" + id + "\"}}");

        await().untilAsserted(() -> assertThat(stage.flame.received()).hasSize(1));
        assertThat(stage.flame
                        .received()
                        .get(0)
                        .value()
                        .at("/messages/0/image/id")
                        .asText())
                .isEqualTo(id);
        assertThat(stage.get("/page/media/" + id).body()).isEqualTo("not really a picture");
    }
}
