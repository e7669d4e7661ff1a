package io.flame.identity;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.Principal;

/** Signing in with a password and staying signed in, as a first-party front of Keycloak. */
@ApplicationScoped
public class Sessions {

    private final KeycloakLogin keycloak;
    private final AccessTokens tokens;
    private final Memberships memberships;

    @Inject
    public Sessions(KeycloakLogin keycloak, AccessTokens tokens, Memberships memberships) {
        this.keycloak = keycloak;
        this.tokens = tokens;
        this.memberships = memberships;
    }

    /**
     * Signs in.
     *
     * @throws Problem 401 alike for a wrong password, an unknown and a locked user; 403 for somebody without an active
     *     tenant; 503 while Keycloak is down
     */
    public Session login(String email, String password) {
        return session(keycloak.byPassword(email, password));
    }

    /** Exchanges a refresh token for a new pair; a token used twice ends the session. */
    public Session refresh(String refreshToken) {
        return session(keycloak.byRefreshToken(refreshToken));
    }

    /** The profile of the caller of a REST request. */
    public SessionUser describe(Principal principal) {
        return switch (principal) {
            case Operator operator -> SessionUser.of(operator);
            case Caller caller ->
                memberships
                        .find(caller.tenant(), caller.userId())
                        .map(SessionUser::of)
                        .orElseThrow(() -> Problem.of(ProblemCode.TOKEN_INVALID, "The membership has ended"));
            default -> throw Problem.of(ProblemCode.TOKEN_REQUIRED, "Nobody has signed in");
        };
    }

    private Session session(IssuedTokens issued) {
        return new Session(
                issued.accessToken(),
                issued.refreshToken(),
                issued.expiresIn(),
                "Bearer",
                tokens.user(issued.accessToken()));
    }
}
