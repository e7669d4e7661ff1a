package io.flame.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MediaTest {
    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    private JsonNode describe(String id) {
        return Json.parse(stage.getWithToken("/v25.0/" + id).body());
    }

    @Test
    void servesTheFileOfADeliveredMessage() {
        stage.deliver(
                "{\"tenant\":\"acme\",\"from\":\"12025550143\",\"type\":\"document\",\"mimeType\":\"text/plain\",\"data\":\""
                        + Base64.getEncoder().encodeToString("hello".getBytes()) + "\"}");
        JsonNode document =
                stage.flame.received().get(0).value().path("messages").path(0).path("document");

        JsonNode described = describe(document.path("id").asText());

        assertThat(described.path("mime_type").asText()).isEqualTo("text/plain");
        assertThat(described.path("file_size").asInt()).isEqualTo(5);
        assertThat(described.path("sha256").asText()).hasSize(64);
        assertThat(document.path("sha256").asText()).hasSize(44);
        assertThat(stage.getWithToken(described.path("url").asText()).body()).isEqualTo("hello".getBytes());
    }

    @Test
    void drawsTheSamePictureForAnUnknownIdEachTime() {
        JsonNode described = describe("1480002940979957");

        byte[] picture = stage.getWithToken(described.path("url").asText()).body();

        assertThat(described.path("mime_type").asText()).isEqualTo("image/png");
        assertThat(picture).startsWith(0x89, 'P', 'N', 'G');
        assertThat(stage.getWithToken("/media/1480002940979957").body()).isEqualTo(picture);
        assertThat(stage.getWithToken("/media/1480002940979958").body()).isNotEqualTo(picture);
    }

    @Test
    void wantsTheTokenForTheBytesToo() {
        assertThat(stage.get("/media/1").statusCode()).isEqualTo(401);
        assertThat(stage.get("/v25.0/1").statusCode()).isEqualTo(401);
    }

    @Test
    void letsALinkExpire() {
        assertThat(stage.getWithToken("/media/1?ext=1000").statusCode()).isEqualTo(404);
    }

    @Test
    void takesUploads() {
        String form = "--b\r\nContent-Disposition: form-data; name=\"messaging_product\"\r\n\r\nwhatsapp\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nbytes\r\n--b--\r\n";

        JsonNode answer = Stage.json(stage.call(HttpRequest.newBuilder(stage.uri("/v25.0/" + Stage.PHONE_ID + "/media"))
                .header("Authorization", "Bearer any")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(form))
                .build()));

        assertThat(stage.getWithToken("/media/" + answer.path("id").asText()).body())
                .isEqualTo("bytes".getBytes());
    }

    @Test
    void describesAPhoneNumber() {
        JsonNode number = describe(Stage.PHONE_ID);

        assertThat(number.path("verified_name").asText()).isEqualTo("Acme");
        assertThat(number.path("display_phone_number").asText()).isEqualTo("12025550171");
    }
}
