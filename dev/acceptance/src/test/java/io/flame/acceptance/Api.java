package io.flame.acceptance;

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
import java.util.Map;

/** Calls FLAME over HTTP, as anybody outside would. */
final class Api {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String base;
    private final Map<String, String> headers;

    Api(String base, Map<String, String> headers) {
        this.base = base;
        this.headers = headers;
    }

    static Api anonymous(String base) {
        return new Api(base, Map.of());
    }

    static Api signedIn(String base, Installation.Person person) {
        Answer answer = anonymous(base)
                .post(
                        "/api/auth/login",
                        "{\"email\":\"" + person.email() + "\",\"password\":\"" + person.password() + "\"}");
        if (answer.status() != 200) {
            throw new AssertionError("cannot sign in: " + answer);
        }
        return new Api(
                base,
                Map.of(
                        "Authorization",
                        "Bearer " + answer.json().get("accessToken").asText()));
    }

    String token() {
        return headers.get("Authorization").substring("Bearer ".length());
    }

    Answer get(String path) {
        return call("GET", path, null, Map.of());
    }

    Answer post(String path, String body) {
        return call("POST", path, body, Map.of());
    }

    Answer put(String path, String body) {
        return call("PUT", path, body, Map.of());
    }

    Answer delete(String path) {
        return call("DELETE", path, null, Map.of());
    }

    Answer call(String method, String path, String body, Map<String, String> more) {
        return send(method, path, body == null ? null : body.getBytes(StandardCharsets.UTF_8), more);
    }

    /** A file as it is. */
    byte[] download(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
        headers.forEach(request::header);
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofByteArray()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Answer send(String method, String path, byte[] body, Map<String, String> more) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (body != null && !more.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        more.forEach(request::header);
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
