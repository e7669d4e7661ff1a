package io.flame.identity.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What Keycloak's administration said.
 *
 * @param body null as JSON where there is none; as text where it is no JSON
 * @param location the last segment of that header, which is the id of what was created
 */
public record Answer(int status, JsonNode body, String location) {

    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    static Answer of(HttpResponse<String> response) {
        String location = response.headers().firstValue("Location").orElse("");
        return new Answer(
                response.statusCode(), json(response.body()), location.substring(location.lastIndexOf('/') + 1));
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

    public boolean isOk() {
        return status / 100 == 2;
    }

    /** There is no such thing. */
    public boolean isMissing() {
        return status == NOT_FOUND;
    }

    /** It is so already. */
    public boolean isConflict() {
        return status == CONFLICT;
    }

    /** Keycloak's own word for a refusal, such as {@code invalidPasswordMinLengthMessage}. */
    public String error() {
        return body.path("error").asText(body.path("errorMessage").asText(""));
    }

    /** @throws Problem 503 for an answer that a well set up realm does not give */
    JsonNode expected() {
        if (!isOk()) {
            throw KeycloakCalls.unexpected(status, body.toString());
        }
        return body;
    }

    /** As {@link #expected}, but what is gone already is as good as removed. */
    void expectedUnlessMissing() {
        if (!isMissing()) {
            expected();
        }
    }

    /** As {@link #expected}; empty when there is no such thing. */
    Optional<JsonNode> found() {
        return isMissing() ? Optional.empty() : Optional.of(expected());
    }

    static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
