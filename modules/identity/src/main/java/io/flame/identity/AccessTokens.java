package io.flame.identity;

import static java.lang.System.Logger.Level.DEBUG;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;

/**
 * Turns an access token into who is calling. The token's tenant must be among its organizations, and the user an active
 * member in the tenant's own table, whose role wins over the token's. A session that came through a tenant's identity
 * provider is good for that tenant and for no other, whatever else the person belongs to. A verified token is remembered for at most 20
 * seconds, so that most calls cost no cryptography and no query, and a removed member or an ended session is out within
 * a minute.
 */
@ApplicationScoped
public class AccessTokens {

    private static final System.Logger LOG = System.getLogger(AccessTokens.class.getName());

    private static final Duration REMEMBERED = Duration.ofSeconds(20);
    private static final int MAX_REMEMBERED = 10_000;

    private final TokenReader reader;
    private final Memberships memberships;
    private final EndedSessions ended;
    private final SingleSignOn singleSignOn;
    private final Clock clock;
    private final Cache<String, TokenClaims> verified = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .build();

    @Inject
    AccessTokens(
            TokenReader reader, Memberships memberships, EndedSessions ended, SingleSignOn singleSignOn, Clock clock) {
        this.reader = reader;
        this.memberships = memberships;
        this.ended = ended;
        this.singleSignOn = singleSignOn;
        this.clock = clock;
    }

    /**
     * The tenant member whose token this is.
     *
     * @param bearer the token alone, without the word {@code Bearer}
     * @throws Problem 401 for a bad token, 403 for somebody who is no active member of an active tenant, 503 while the
     *     token cannot be checked
     */
    public Caller verify(String bearer) {
        return member(claims(bearer)).caller();
    }

    /** As {@link #verify}, but an operator of the platform is let in too. */
    public AccessToken identify(String bearer) {
        TokenClaims claims = claims(bearer);
        return new AccessToken(
                bearer, isOperator(claims) ? operator(claims) : member(claims).caller());
    }

    /** The id of the session this token is of; empty for one that belongs to none. */
    public String sessionOf(String bearer) {
        return claims(bearer).session();
    }

    /** Has this node look at the tokens of these sessions anew. */
    void forget(Collection<String> sessions) {
        verified.asMap().values().removeIf(claims -> sessions.contains(claims.session()));
    }

    SessionUser user(String bearer) {
        TokenClaims claims = claims(bearer);
        if (isOperator(claims)) {
            return SessionUser.of(operator(claims));
        }
        return SessionUser.of(member(claims));
    }

    private static Operator operator(TokenClaims claims) {
        return new Operator(claims.userId(), claims.email(), claims.name());
    }

    private static boolean isOperator(TokenClaims claims) {
        return claims.isOperator() && claims.chosenTenant().isEmpty();
    }

    /** What a token says that is good; who may do what is not looked at. */
    TokenClaims claims(String bearer) {
        TokenClaims known = verified.getIfPresent(bearer);
        if (known != null && clock.instant().isBefore(known.expiresAt())) {
            return known;
        }
        try {
            TokenClaims fresh = reader.read(bearer);
            if (!fresh.session().isEmpty() && ended.contains(fresh.session())) {
                throw new InvalidTokenException("its session was ended");
            }
            verified.put(bearer, fresh);
            return fresh;
        } catch (InvalidTokenException e) {
            LOG.log(DEBUG, "a token was refused: {0}", e.getMessage());
            throw Problem.of(ProblemCode.TOKEN_INVALID, "The access token is invalid or has expired");
        }
    }

    private Member member(TokenClaims claims) {
        if (claims.provider().isPresent()) {
            return arrived(claims, claims.provider().get());
        }
        TenantId tenant = claims.chosenTenant()
                .filter(claims.organizations()::contains)
                .filter(TenantId::isValid)
                .map(TenantId::of)
                .orElseThrow(AccessTokens::noMember);
        return memberships.find(tenant, claims.userId()).orElseThrow(AccessTokens::noMember);
    }

    /** The organization is not in the token of somebody's first session yet. */
    private Member arrived(TokenClaims claims, String alias) {
        TenantId tenant = singleSignOn.tenantOf(alias).orElseThrow(AccessTokens::noMember);
        return memberships.find(tenant, claims.userId()).orElseGet(() -> {
            singleSignOn.welcome(
                    tenant, new SingleSignOn.Arrival(alias, claims.userId(), claims.email(), claims.name()));
            return memberships.find(tenant, claims.userId()).orElseThrow(AccessTokens::noMember);
        });
    }

    private static Problem noMember() {
        return Problem.of(ProblemCode.FORBIDDEN, "The access token does not belong to an active member of a tenant");
    }
}
