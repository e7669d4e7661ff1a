package io.flame.twins;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Twins with one connected account, a fake FLAME, and the words to talk to them. */
final class Stage implements AutoCloseable {
    static final String SECRET = "flame-test-app-secret-0001";
    static final String PHONE_ID = "300200100900801";
    static final Account ACME =
            new Account("acme", "whatsapp", PHONE_ID, "200100300400501", "12025550171", SECRET, "Acme", null);
    static final String CUSTOMER = "12025550143";
    private static final Timing QUICK =
            new Timing(Duration.ofMillis(2), Duration.ofSeconds(5), Duration.ofMillis(5), Duration.ofSeconds(10));

    final FakeFlame flame = new FakeFlame();
    final Twins twins = Twins.start(TwinsConfig.defaults()
            .withFlameUrl(flame.url())
            .withAccounts(List.of(ACME))
            .withTiming(QUICK));
    final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public void close() {
        http.shutdownNow();
        twins.close();
        flame.close();
    }

    static String text(String body) {
        return text("+" + CUSTOMER, body);
    }

    static String text(String to, String body) {
        var json = Json.object()
                .put("messaging_product", "whatsapp")
                .put("to", to)
                .put("type", "text")
                .put("biz_opaque_callback_data", "flame:msg:1");
        json.putObject("text").put("body", body);
        return json.toString();
    }

    HttpResponse<String> send(String body) {
        return call(sendRequest(body).build());
    }

    HttpRequest.Builder sendRequest(String body) {
        return HttpRequest.newBuilder(uri("/v25.0/" + PHONE_ID + "/messages"))
                .header("Authorization", "Bearer any")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    HttpResponse<String> post(String path, String body) {
        return call(HttpRequest.newBuilder(uri(path))
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<String> get(String path) {
        return call(HttpRequest.newBuilder(uri(path)).build());
    }

    HttpResponse<byte[]> getWithToken(String path) {
        try {
            URI uri = path.startsWith("http") ? URI.create(path) : uri(path);
            return http.send(
                    HttpRequest.newBuilder(uri)
                            .header("Authorization", "Bearer any")
                            .build(),
                    BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> call(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void mode(String json) {
        HttpResponse<String> answer = post("/mode", json);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.body());
        }
    }

    JsonNode log(String query) {
        return json(get("/log?" + query));
    }

    JsonNode deliver(String order) {
        return json(post("/deliver/whatsapp", order));
    }

    static JsonNode json(HttpResponse<String> answer) {
        return Json.parse(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    URI uri(String path) {
        return URI.create(twins.url() + path);
    }
}
