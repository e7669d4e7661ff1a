package io.flame.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A place where somebody is signed in.
 *
 * @param id stands in the session's tokens as {@code sid}
 * @param clients by what they signed in: {@code flame-login} is this API, {@code flame-web} the browser
 * @param current whether the call that asks is of this session
 */
public record UserSession(String id, List<String> clients, Instant startedAt, Instant lastSeenAt, boolean current) {

    /** As Keycloak describes it, times in milliseconds. */
    static UserSession of(JsonNode json) {
        List<String> clients = StreamSupport.stream(json.path("clients").spliterator(), false)
                .map(JsonNode::asText)
                .sorted()
                .toList();
        return new UserSession(
                json.path("id").asText(),
                clients,
                Instant.ofEpochMilli(json.path("start").asLong()),
                Instant.ofEpochMilli(json.path("lastAccess").asLong()),
                false);
    }

    UserSession seenFrom(String session) {
        return new UserSession(id, clients, startedAt, lastSeenAt, id.equals(session));
    }
}
