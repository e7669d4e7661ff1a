package io.flame.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    private List<Integer> send(int times) {
        return IntStream.range(0, times)
                .mapToObj(any -> stage.send(Stage.text("hi")).statusCode())
                .toList();
    }

    private JsonNode logged() {
        return stage.log("kind=send").path(0);
    }

    @ParameterizedTest
    @CsvSource({
        "500,500,131000",
        "'\"503\"',503,131016",
        "429,429,130429",
        "'\"400:131047\"',400,131047",
        "'\"401:190\"',401,190",
        "'\"429:131056\"',429,131056"
    })
    void answersWithTheOrderedError(String fail, int status, int code) {
        stage.mode("{\"send\":{\"fail\":" + fail + "}}");

        HttpResponse<String> answer = stage.send(Stage.text("hi"));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(Stage.json(answer).path("error").path("code").asInt()).isEqualTo(code);
        assertThat(logged().path("status").asInt()).isEqualTo(status);
        assertThat(logged().has("wamid")).isFalse();
    }

    @Test
    void answersLikeAGatewayWith502() {
        stage.mode("{\"send\":{\"fail\":502}}");

        assertThat(stage.send(Stage.text("hi")).body()).startsWith("<html>");
    }

    @Test
    void saysWhenToComeBack() {
        stage.mode("{\"send\":{\"fail\":429,\"retry_after\":7}}");

        assertThat(stage.send(Stage.text("hi")).headers().firstValue("Retry-After"))
                .contains("7");
    }

    @Test
    void failsEveryNthCallOnly() {
        stage.mode("{\"send\":{\"fail\":500,\"every\":3}}");

        assertThat(send(6)).containsExactly(200, 200, 500, 200, 200, 500);
    }

    @Test
    void failsSoManyTimesOnly() {
        stage.mode("{\"send\":{\"fail\":500,\"times\":2}}");

        assertThat(send(4)).containsExactly(500, 500, 200, 200);
    }

    @Test
    void failsAShareOfTheCalls() {
        stage.mode("{\"send\":{\"fail\":500,\"rate\":0.5}}");

        assertThat(send(60)).contains(200, 500);
    }

    @Test
    void failsForOneRecipientOnly() {
        stage.mode("{\"send\":{\"fail\":500,\"to\":\"+447700900182\"}}");

        assertThat(stage.send(Stage.text("hi")).statusCode()).isEqualTo(200);
        assertThat(stage.send(Stage.text("+447700900182", "hi")).statusCode()).isEqualTo(500);
    }

    @Test
    void resetsTheConnection() {
        stage.mode("{\"send\":{\"fail\":\"rst\"}}");

        assertThatThrownBy(this::sendAndRead)
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
        assertThat(logged().path("fault").asText()).isEqualTo("rst");
        assertThat(logged().path("status").asInt()).isZero();
    }

    @Test
    void closesTheConnectionWithoutAnAnswer() throws IOException {
        stage.mode("{\"send\":{\"fail\":\"empty\"}}");

        assertThat(sendAndRead()).isEqualTo(-1);
    }

    /** Over a plain socket: a HTTP client would not tell the two apart. */
    private int sendAndRead() throws IOException {
        byte[] body = Stage.text("hi").getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket("localhost", stage.twins.url().getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write(
                            ("POST /v25.0/1/messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\nContent-Length: "
                                            + body.length + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            return socket.getInputStream().read();
        }
    }

    @Test
    void answersGarbage() {
        stage.mode("{\"send\":{\"fail\":\"garbage\"}}");

        HttpResponse<String> answer = stage.send(Stage.text("hi"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Stage.json(answer).isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"fail\":\"hang\"", "\"fail\":\"drip\"", "\"hold_after_accept\":true"})
    void keepsTheCallerWaiting(String fault) {
        stage.mode("{\"send\":{" + fault + "}}");

        // Over the whole answer: the request's own timeout ends with the head, which a dripping provider does send.
        CompletableFuture<HttpResponse<String>> answer =
                stage.http.sendAsync(stage.sendRequest(Stage.text("hi")).build(), HttpResponse.BodyHandlers.ofString());

        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> answer.get(300, TimeUnit.MILLISECONDS));
        assertThat(logged().path("body").path("type").asText()).isEqualTo("text");
    }

    @Test
    void acceptsAndReportsAMessageWhoseAnswerItHolds() {
        stage.mode("{\"send\":{\"hold_after_accept\":400}}");

        long start = System.nanoTime();
        JsonNode answer = Stage.json(stage.send(Stage.text("hi")));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(390));
        assertThat(stage.flame.statuses()).containsExactly("sent", "delivered");
        assertThat(logged().path("wamid"))
                .isEqualTo(answer.path("messages").path(0).path("id"));
    }

    @Test
    void delaysTheAnswerAndReportsOnlyAfterIt() {
        stage.mode("{\"send\":{\"response_delay_ms\":200}}");

        long start = System.nanoTime();
        stage.send(Stage.text("hi"));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(190));
        await().untilAsserted(() -> assertThat(stage.flame.statuses()).containsExactly("sent", "delivered"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"sned\":{}}|sned",
                "{\"send\":{\"fial\":500}}|fial",
                "{\"send\":{\"fail\":\"sometimes\"}}|fail",
                "{\"send\":{\"fail\":200}}|fail",
                "{\"send\":{\"every\":0}}|every",
                "{\"send\":{\"rate\":1.5}}|rate",
                "{\"send\":{\"response_delay_ms\":-1}}|response_delay_ms",
                "{\"send\":[]}|send",
                "{\"statuses\":\"maybe\"}|statuses",
                "nonsense|JSON"
            })
    void refusesAModeItDoesNotKnow(String mode, String named) {
        stage.mode("{\"send\":{\"fail\":500}}");

        HttpResponse<String> answer = stage.post("/mode", mode);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(named);
        assertThat(stage.get("/mode").body()).isEqualTo("{\"send\":{\"fail\":500}}");
    }

    @Test
    void keepsTheModesOfPartiesNotPlayedYet() {
        String mode = "{\"llm\":{\"reply\":\"hi\"},\"receiver\":\"410\",\"media\":{\"size\":5}}";
        stage.mode(mode);

        assertThat(stage.get("/mode").body()).isEqualTo(mode);
    }

    @Test
    void behavesAgainAfterAnEmptyMode() {
        stage.mode("{\"send\":{\"fail\":500}}");
        stage.mode("{}");

        assertThat(send(1)).containsExactly(200);
    }
}
