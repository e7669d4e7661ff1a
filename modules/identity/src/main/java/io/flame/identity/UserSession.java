package io.flame.identity;

import java.time.Instant;
import java.util.List;
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

    /** @param address from which it began, as far as this can be known; may be empty */
    public static UserSession begun(
            String id, List<String> clients, String address, Instant startedAt, Instant lastSeenAt) {
        @Nullable String from = clients.contains(OURS) ? null : unlessEmpty(address);
        return new UserSession(id, clients, null, from, null, startedAt, lastSeenAt, false);
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
