package io.flame.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Requests to Keycloak's admin API in the name of the service account. */
final class KeycloakHttp implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final Duration TOKEN_MARGIN = Duration.ofSeconds(30);
    private static final int UNAUTHORIZED = 401;

    private final KeycloakRealm realm;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    private @Nullable Token token;

    private record Token(String value, Instant expiry) {}

    /** What Keycloak said; {@code location} is the last segment of that header, which is the id of what was created. */
    record Answer(int status, JsonNode body, String location) {
        boolean ok() {
            return status / 100 == 2;
        }

        /** Keycloak's own word for a refusal, such as {@code invalidPasswordMinLengthMessage}. */
        String error() {
            return body.path("error").asText(body.path("errorMessage").asText(""));
        }
    }

    KeycloakHttp(KeycloakRealm realm) {
        this.realm = realm;
    }

    Answer get(String path) {
        return admin("GET", path, null);
    }

    Answer post(String path, JsonNode body) {
        return admin("POST", path, body.toString());
    }

    /** With a body that is no JSON: Keycloak takes a bare id where it adds a member. */
    Answer postText(String path, String body) {
        return admin("POST", path, body);
    }

    Answer put(String path, JsonNode body) {
        return admin("PUT", path, body.toString());
    }

    Answer delete(String path) {
        return admin("DELETE", path, null);
    }

    private Answer admin(String method, String path, @Nullable String body) {
        Answer answer = send(adminRequest(method, path, body));
        if (answer.status() != UNAUTHORIZED) {
            return answer;
        }
        token = null;
        return send(adminRequest(method, path, body));
    }

    private HttpRequest adminRequest(String method, String path, @Nullable String body) {
        return HttpRequest.newBuilder(realm.admin(path))
                .timeout(READ_TIMEOUT)
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
    }

    private synchronized String token() {
        if (token == null || Instant.now().isAfter(token.expiry())) {
            token = fetchToken();
        }
        return token.value();
    }

    private Token fetchToken() {
        Answer answer = send(HttpRequest.newBuilder(realm.token())
                .timeout(READ_TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(realm.credentials()))
                .build());
        if (!answer.ok()) {
            throw new KeycloakException("signing in as " + realm.clientId(), answer);
        }
        Duration life = Duration.ofSeconds(answer.body().path("expires_in").asLong(0));
        return new Token(
                answer.body().path("access_token").asText(),
                Instant.now().plus(life).minus(TOKEN_MARGIN));
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            String location = response.headers().firstValue("Location").orElse("");
            return new Answer(
                    response.statusCode(), json(response.body()), location.substring(location.lastIndexOf('/') + 1));
        } catch (IOException failure) {
            throw unavailable(request.uri(), failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw unavailable(request.uri(), new InterruptedIOException("interrupted"));
        }
    }

    private static JsonNode json(String body) {
        if (body.isBlank()) {
            return NullNode.getInstance();
        }
        try {
            return Json.mapper().readTree(body);
        } catch (IOException notJson) {
            return JsonNodeFactory.instance.textNode(body);
        }
    }

    private static Problem unavailable(URI uri, IOException cause) {
        return Problem.unavailable(
                "Keycloak does not answer at " + uri.getScheme() + "://" + uri.getAuthority(), RETRY_AFTER, cause);
    }

    @Override
    public void close() {
        client.close();
    }
}
