package io.flame.identity;

import io.flame.identity.keycloak.KeycloakLogin;
import io.flame.identity.keycloak.KeycloakUsers;
import io.flame.kernel.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Ending sessions. Keycloak refuses their refresh tokens from then on, and every node their access tokens: this one at
 * once, others within half a minute.
 */
@ApplicationScoped
public class SignOuts {

    private final KeycloakLogin login;
    private final KeycloakUsers users;
    private final EndedSessions ended;
    private final AccessTokens tokens;
    private final Whereabouts whereabouts;

    @Inject
    SignOuts(
            KeycloakLogin login,
            KeycloakUsers users,
            EndedSessions ended,
            AccessTokens tokens,
            Whereabouts whereabouts) {
        this.login = login;
        this.users = users;
        this.ended = ended;
        this.tokens = tokens;
        this.whereabouts = whereabouts;
    }

    /** Ends the session of this refresh token; one that has ended already, or never was, is none to complain about. */
    public void logout(String refreshToken) {
        if (login.logout(refreshToken)) {
            RefreshGuard.sessionOf(refreshToken).ifPresent(session -> refuse(List.of(session)));
        }
    }

    /**
     * Where the user is signed in, most recently seen first.
     *
     * @param current the session that asks
     */
    public List<UserSession> list(UUID userId, String current) {
        Map<String, Whereabouts.Seen> seen = whereabouts.of(userId);
        return users.sessions(userId).stream()
                .map(session -> session.seenAt(seen.get(session.id())).askedFrom(current))
                .sorted((one, other) -> other.lastSeenAt().compareTo(one.lastSeenAt()))
                .toList();
    }

    /** @throws Problem 404 unless it is a session of this user */
    public void end(UUID userId, String sessionId) {
        if (users.sessions(userId).stream().noneMatch(session -> session.id().equals(sessionId))) {
            throw Problem.notFound();
        }
        users.endSession(sessionId);
        refuse(List.of(sessionId));
    }

    /** Ends a session of which a token was used twice. */
    void endStolen(String session) {
        refuse(List.of(session));
        users.endSession(session);
    }

    /** Signs the user out everywhere, whichever client the sessions are of. */
    public void endAll(UUID userId) {
        List<String> sessions =
                users.sessions(userId).stream().map(UserSession::id).toList();
        refuse(sessions);
        users.endSessions(userId);
    }

    /** Ends the sessions in one tenant, and those of which the tenant is not known, that began until then. */
    void endIn(UUID userId, String tenant, Instant until) {
        Map<String, Whereabouts.Seen> seen = whereabouts.of(userId);
        List<String> sessions = users.sessions(userId).stream()
                .filter(session -> !session.startedAt().isAfter(until))
                .map(session -> session.seenAt(seen.get(session.id())))
                .filter(session -> session.tenant() == null || tenant.equals(session.tenant()))
                .map(UserSession::id)
                .toList();
        refuse(sessions);
        sessions.forEach(users::endSession);
    }

    /** Ends every session of an account that is shut, those too that Keycloak has forgotten with it. */
    void shut(UUID userId) {
        refuse(List.copyOf(whereabouts.of(userId).keySet()));
        endAll(userId);
    }

    private void refuse(List<String> sessions) {
        ended.add(sessions);
        tokens.forget(sessions);
    }
}
