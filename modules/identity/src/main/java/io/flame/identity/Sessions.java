package io.flame.identity;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;

/** Signing in with a password and staying signed in, as a first-party front of Keycloak. */
@ApplicationScoped
public class Sessions {

    private final KeycloakLogin keycloak;
    private final AccessTokens tokens;
    private final Memberships memberships;
    private final Attempts attempts;

    @Inject
    Sessions(KeycloakLogin keycloak, AccessTokens tokens, Memberships memberships, Attempts attempts) {
        this.attempts = attempts;
        this.keycloak = keycloak;
        this.tokens = tokens;
        this.memberships = memberships;
    }

    /**
     * Signs in. At most ten wrong passwords an account reach the check in a quarter of an hour, wherever they come from.
     *
     * @throws Problem 401, alike and after as long a time, for a wrong password, an unknown and a locked user; 403 for
     *     somebody without an active tenant; 503 while Keycloak is down
     */
    public Session login(String email, String password) {
        AccountName account = AccountName.of(email);
        Instant taken = attempts.take(AttemptLimit.SIGN_IN, account).orElseThrow(() -> keycloak.refuse(password));
        return session(check(account, password, taken));
    }

    private IssuedTokens check(AccountName account, String password, Instant taken) {
        boolean wrong = false;
        try {
            return keycloak.byPassword(account.address(), password);
        } catch (Problem refusal) {
            wrong = refusal.code() == ProblemCode.CREDENTIALS_INVALID;
            throw refusal;
        } finally {
            if (!wrong) {
                attempts.giveBack(AttemptLimit.SIGN_IN, account, taken);
            }
        }
    }

    /** Exchanges a refresh token for a new pair; a token used twice ends the session. */
    public Session refresh(String refreshToken) {
        return session(keycloak.byRefreshToken(refreshToken));
    }

    /** The profile of the caller of a REST request. */
    public SessionUser describe(Holder holder) {
        return switch (holder) {
            case Operator operator -> SessionUser.of(operator);
            case Caller caller ->
                memberships
                        .find(caller.tenant(), caller.userId())
                        .map(SessionUser::of)
                        .orElseThrow(() -> Problem.of(ProblemCode.TOKEN_INVALID, "The membership has ended"));
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
