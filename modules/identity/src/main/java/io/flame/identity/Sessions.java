package io.flame.identity;

import static java.lang.System.Logger.Level.WARNING;

import io.flame.identity.Whereabouts.Seen;
import io.flame.identity.keycloak.IssuedTokens;
import io.flame.identity.keycloak.KeycloakLogin;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.jwt.Claims;

/** Signing in with a password and staying signed in, as a first-party front of Keycloak. */
@ApplicationScoped
public class Sessions {

    private static final System.Logger LOG = System.getLogger(Sessions.class.getName());

    private final KeycloakLogin keycloak;
    private final AccessTokens tokens;
    private final Memberships memberships;
    private final Tenancies tenancies;
    private final TenantChoice choice;
    private final RefreshGuard guard;
    private final Whereabouts whereabouts;
    private final Attempts attempts;
    private final Clock clock;

    @Inject
    Sessions(
            KeycloakLogin keycloak,
            AccessTokens tokens,
            Memberships memberships,
            Tenancies tenancies,
            TenantChoice choice,
            RefreshGuard guard,
            Whereabouts whereabouts,
            Attempts attempts,
            Clock clock) {
        this.keycloak = keycloak;
        this.tokens = tokens;
        this.memberships = memberships;
        this.tenancies = tenancies;
        this.choice = choice;
        this.guard = guard;
        this.whereabouts = whereabouts;
        this.attempts = attempts;
        this.clock = clock;
    }

    /**
     * Signs in. At most ten wrong passwords an account reach the check in a quarter of an hour, wherever they come from.
     *
     * @param otp the current code of the account's second factor; a wrong one is a wrong password
     * @param tenant the slug of the tenant to sign in to; without it the one where the user was last, or came first
     * @throws Problem 401, alike and after as long a time, for a wrong password, an unknown and a locked user; 401 {@code
     *     otp_required} where the password is right and the account needs a code; 403 for somebody without an active tenant,
     *     and for a tenant that is not the user's; 503 while Keycloak is down
     */
    public Session login(
            String email, String password, Optional<String> otp, Optional<String> tenant, Visitor visitor) {
        IssuedTokens issued = check(email, password, otp);
        return orEnd(issued, () -> session(choice.settle(issued, tenant), visitor));
    }

    /**
     * Whether this is the user's password; nobody is signed in by it.
     *
     * @throws Problem 401 when it is not, or when a second factor is missing, as {@link #login}; 503 while Keycloak is down
     */
    public void confirm(String email, String password) {
        keycloak.logout(check(email, password, Optional.empty()).refreshToken());
    }

    private IssuedTokens check(String email, String password, Optional<String> otp) {
        AccountName account = AccountName.of(email);
        Instant taken = attempts.take(AttemptLimit.SIGN_IN, account).orElseThrow(() -> keycloak.refuse(password));
        return check(account, password, otp, taken);
    }

    private IssuedTokens check(AccountName account, String password, Optional<String> otp, Instant taken) {
        boolean wrong = false;
        try {
            return keycloak.byPassword(account.address(), password, otp);
        } catch (Problem refusal) {
            wrong = refusal.code() == ProblemCode.CREDENTIALS_INVALID;
            throw refusal;
        } finally {
            if (!wrong) {
                attempts.giveBack(AttemptLimit.SIGN_IN, account, taken);
            }
        }
    }

    /** A sign-in that is refused after all leaves no session behind. */
    private Session orEnd(IssuedTokens issued, Supplier<Session> next) {
        try {
            return next.get();
        } catch (Problem refusal) {
            if (refusal.code() != ProblemCode.UNAVAILABLE) {
                keycloak.logout(issued.refreshToken());
            }
            throw refusal;
        }
    }

    /**
     * Exchanges a refresh token for a new pair; a token used twice ends the session.
     *
     * @param tenant the slug of the tenant to switch to; without it the session stays where it is
     * @throws Problem 401 for a token that is good no more; 403 for a tenant that is not the user's, which leaves the token
     *     good
     */
    public Session refresh(String refreshToken, Optional<String> tenant, Visitor visitor) {
        return session(guard.once(refreshToken, session -> exchange(refreshToken, session, tenant)), visitor);
    }

    /** What forbids the exchange is found out before it, as long as the token is good. */
    private IssuedTokens exchange(String refreshToken, String session, Optional<String> tenant) {
        if (tenant.isEmpty()) {
            return choice.stay(refreshToken, session);
        }
        choice.require(ownerOf(refreshToken), tenant.get());
        return choice.settle(keycloak.byRefreshToken(refreshToken, tenant), tenant);
    }

    private UUID ownerOf(String refreshToken) {
        return keycloak.ownerOf(refreshToken)
                .orElseThrow(() -> Problem.of(
                        ProblemCode.TOKEN_INVALID, "The refresh token is invalid, was used before, or has expired"));
    }

    /** The caller of a REST request. */
    public WhoAmI describe(Bearer bearer) {
        boolean verified = !Boolean.FALSE.equals(bearer.getClaim(Claims.email_verified.name()));
        return switch (bearer.holder()) {
            case Operator operator -> new WhoAmI(SessionUser.of(operator), verified, List.of());
            case Caller caller ->
                new WhoAmI(
                        memberships
                                .find(caller.tenant(), caller.userId())
                                .map(SessionUser::of)
                                .orElseThrow(() -> Problem.of(ProblemCode.TOKEN_INVALID, "The membership has ended")),
                        verified,
                        tenancies.of(caller.userId()));
        };
    }

    /** Nobody is kept out because it cannot be written down where they are: the token they came with is used up. */
    private void note(Seen seen) {
        try {
            whereabouts.note(seen);
        } catch (RuntimeException e) {
            LOG.log(WARNING, "where a session is could not be noted: {0}", String.valueOf(e));
        }
    }

    private Session session(IssuedTokens issued, Visitor visitor) {
        SessionUser user = tokens.user(issued.accessToken());
        TokenClaims claims = tokens.claims(issued.accessToken());
        note(new Seen(claims.session(), claims.userId(), user.tenant(), visitor, clock.instant()));
        return new Session(issued.accessToken(), issued.refreshToken(), issued.expiresIn(), "Bearer", user);
    }
}
