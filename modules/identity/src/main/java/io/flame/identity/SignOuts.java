package io.flame.identity;

import com.nimbusds.jwt.JWTParser;
import io.flame.kernel.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
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

    @Inject
    SignOuts(KeycloakLogin login, KeycloakUsers users, EndedSessions ended, AccessTokens tokens) {
        this.login = login;
        this.users = users;
        this.ended = ended;
        this.tokens = tokens;
    }

    /** Ends the session of this refresh token; one that has ended already, or never was, is none to complain about. */
    public void logout(String refreshToken) {
        if (login.logout(refreshToken)) {
            sessionOf(refreshToken).ifPresent(session -> refuse(List.of(session)));
        }
    }

    /**
     * Where the user is signed in, most recently seen first.
     *
     * @param current the session that asks
     */
    public List<UserSession> list(UUID userId, String current) {
        return users.sessions(userId).stream()
                .map(session -> session.seenFrom(current))
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

    /** Signs the user out everywhere. */
    public void endAll(UUID userId) {
        List<String> sessions =
                users.sessions(userId).stream().map(UserSession::id).toList();
        refuse(sessions);
        users.endSessions(userId);
    }

    private void refuse(List<String> sessions) {
        ended.add(sessions);
        tokens.forget(sessions);
    }

    /** Only of a token that Keycloak has just accepted: nobody here can check its signature. */
    private static Optional<String> sessionOf(String refreshToken) {
        try {
            return Optional.ofNullable(
                    JWTParser.parse(refreshToken).getJWTClaimsSet().getStringClaim("sid"));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }
}
