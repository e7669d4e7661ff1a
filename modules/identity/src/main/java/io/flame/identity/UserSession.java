package io.flame.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A place where somebody is signed in.
 *
 * @param id stands in the session's tokens as {@code sid}
 * @param clients by what they signed in: {@code flame-login} is this API, {@code flame-web} the browser
 * @param device the program and the system, such as {@code Firefox on Windows}; null where it is not known
 * @param address from which the session was used last; null where it is not known
 * @param tenant the slug of the tenant it is in; null where it is not known
 * @param current whether the call that asks is of this session
 */
public record UserSession(
        String id,
        List<String> clients,
        @Nullable String device,
        @Nullable String address,
        @Nullable String tenant,
        Instant startedAt,
        Instant lastSeenAt,
        boolean current) {

    private static final String OURS = "flame-login";

    /** As Keycloak describes it, times in milliseconds. */
    static UserSession of(JsonNode json) {
        List<String> clients = StreamSupport.stream(json.path("clients").spliterator(), false)
                .map(JsonNode::asText)
                .sorted()
                .toList();
        return new UserSession(
                json.path("id").asText(),
                clients,
                null,
                clients.contains(OURS)
                        ? null
                        : unlessEmpty(json.path("ipAddress").asText()),
                null,
                Instant.ofEpochMilli(json.path("start").asLong()),
                Instant.ofEpochMilli(json.path("lastAccess").asLong()),
                false);
    }

    /** With what is known from here: the address that Keycloak knows of a sign-in through this API is this node's own. */
    UserSession seenAt(Whereabouts.@Nullable Seen seen) {
        if (seen == null) {
            return this;
        }
        return new UserSession(
                id,
                clients,
                unlessEmpty(seen.visitor().device()),
                unlessEmpty(seen.visitor().address()),
                seen.tenant(),
                startedAt,
                seen.at().isAfter(lastSeenAt) ? seen.at() : lastSeenAt,
                current);
    }

    UserSession askedFrom(String session) {
        return new UserSession(id, clients, device, address, tenant, startedAt, lastSeenAt, id.equals(session));
    }

    private static @Nullable String unlessEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
