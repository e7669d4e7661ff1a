package io.flame.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Keycloak's admin API in the name of the service account. */
@ApplicationScoped
public class KeycloakService {

    private static final int UNAUTHORIZED = 401;

    private final KeycloakCalls calls;
    private final KeycloakRealm realm;
    private final ServiceToken token;

    /**
     * What Keycloak said.
     *
     * @param location the last segment of that header, which is the id of what was created
     */
    record Answer(HttpResponse<String> response, JsonNode body, String location) {

        int status() {
            return response.statusCode();
        }

        boolean ok() {
            return status() / 100 == 2;
        }

        /** Keycloak's own word for a refusal. */
        String error() {
            return body.path("error").asText(body.path("errorMessage").asText(""));
        }

        /** For an answer that a well set up realm does not give. */
        Problem unexpected() {
            return KeycloakCalls.unexpected(response);
        }
    }

    @Inject
    public KeycloakService(KeycloakHttp http, KeycloakRealm realm, Settings settings, Clock clock) {
        this.calls = new KeycloakCalls(http);
        this.realm = realm;
        this.token = new ServiceToken(calls, realm, settings, clock);
    }

    Answer get(String path) {
        return call("GET", path, null);
    }

    Answer post(String path, @Nullable String body) {
        return call("POST", path, body);
    }

    Answer put(String path, JsonNode body) {
        return call("PUT", path, body.toString());
    }

    Answer delete(String path) {
        return call("DELETE", path, null);
    }

    private Answer call(String method, String path, @Nullable String body) {
        HttpResponse<String> response = calls.send(request(method, path, body));
        if (response.statusCode() == UNAUTHORIZED) {
            token.forget();
            response = calls.send(request(method, path, body));
        }
        String location = response.headers().firstValue("Location").orElse("");
        return new Answer(response, json(response.body()), location.substring(location.lastIndexOf('/') + 1));
    }

    private HttpRequest request(String method, String path, @Nullable String body) {
        return HttpRequest.newBuilder(realm.admin(path))
                .header("Authorization", "Bearer " + token.get())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
    }

    private static JsonNode json(String body) {
        try {
            return body.isBlank()
                    ? JsonNodeFactory.instance.nullNode()
                    : Json.mapper().readTree(body);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.textNode(body);
        }
    }
}
