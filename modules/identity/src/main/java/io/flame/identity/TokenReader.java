package io.flame.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.flame.identity.keycloak.KeycloakRealm;
import io.flame.kernel.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks an access token by itself, as RFC 8725 asks: one algorithm, one issuer, one audience, one kind of token, and
 * its time. Keycloak puts {@code typ} = {@code Bearer} into the claims of access tokens, and {@code ID}, {@code Refresh}
 * or {@code Logout} into the others.
 */
@ApplicationScoped
public class TokenReader {

    static final String AUDIENCE = "flame-api";

    private static final int MAX_LENGTH = 16_384;
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final SigningKeys keys;
    private final KeycloakRealm realm;
    private final Clock clock;

    @Inject
    public TokenReader(SigningKeys keys, KeycloakRealm realm, Clock clock) {
        this.keys = keys;
        this.realm = realm;
        this.clock = clock;
    }

    TokenClaims read(String token) throws InvalidTokenException {
        require(token.length() <= MAX_LENGTH, "longer than " + MAX_LENGTH);
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            checkSignature(jwt);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            require(claims != null, "no claims");
            checkOrigin(claims);
            return toClaims(claims, checkTime(claims));
        } catch (ParseException | JOSEException | IllegalArgumentException | ClassCastException e) {
            throw new InvalidTokenException("unreadable: " + e.getMessage());
        }
    }

    private void checkSignature(SignedJWT jwt) throws InvalidTokenException, JOSEException {
        JWSHeader header = jwt.getHeader();
        require(JWSAlgorithm.RS256.equals(header.getAlgorithm()), "algorithm is not RS256");
        require(JOSEObjectType.JWT.equals(header.getType()), "header type is not JWT");
        require(header.getCriticalParams() == null, "critical header parameters");
        require(header.getKeyID() != null, "no key id");
        RSAPublicKey key = keys.find(header.getKeyID()).orElseThrow(() -> new InvalidTokenException("unknown key"));
        require(jwt.verify(new RSASSAVerifier(key)), "wrong signature");
    }

    private void checkOrigin(JWTClaimsSet claims) throws InvalidTokenException, ParseException {
        require(realm.issuer().equals(claims.getIssuer()), "wrong issuer");
        require(claims.getAudience().contains(AUDIENCE), "wrong audience");
        require("Bearer".equals(claims.getStringClaim("typ")), "not an access token");
    }

    private Instant checkTime(JWTClaimsSet claims) throws InvalidTokenException {
        Instant now = clock.instant();
        Date expiry = claims.getExpirationTime();
        require(expiry != null, "no expiry");
        require(now.isBefore(expiry.toInstant().plus(SKEW)), "expired");
        require(hasBegun(claims.getNotBeforeTime(), now), "not valid yet");
        require(hasBegun(claims.getIssueTime(), now), "issued in the future");
        return expiry.toInstant().plus(SKEW);
    }

    private static boolean hasBegun(@Nullable Date begin, Instant now) {
        return begin == null || !now.plus(SKEW).isBefore(begin.toInstant());
    }

    private static TokenClaims toClaims(JWTClaimsSet claims, Instant expiresAt)
            throws InvalidTokenException, ParseException {
        String userId = claims.getStringClaim("userId");
        String email = claims.getStringClaim("email");
        require(userId != null && userId.equals(claims.getSubject()), "user id is not the subject");
        String name = claims.getStringClaim("name");
        String session = claims.getStringClaim("sid");
        String role = claims.getStringClaim("role");
        return new TokenClaims(
                Ids.parse(userId).orElseThrow(() -> new InvalidTokenException("user id is no UUID")),
                session == null ? "" : session,
                email == null ? "" : email,
                name == null ? "" : name,
                !Boolean.FALSE.equals(claims.getBooleanClaim("email_verified")),
                role == null ? "" : role,
                Optional.ofNullable(claims.getStringClaim("tenant")).filter(tenant -> !tenant.isEmpty()),
                Optional.ofNullable(claims.getStringClaim("identity_provider")),
                names(claims.getClaim("organization")),
                names(claims.getClaim("groups")),
                expiresAt);
    }

    /** Keycloak writes organizations as an array of aliases, or as an object with the aliases as keys. */
    private static Set<String> names(@Nullable Object claim) {
        if (claim == null) {
            return Set.of();
        }
        return switch (claim) {
            case Map<?, ?> map -> texts(map.keySet());
            case Collection<?> values -> texts(values);
            case String text -> Set.of(text);
            default -> Set.of();
        };
    }

    private static Set<String> texts(Collection<?> values) {
        return values.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static void require(boolean condition, String otherwise) throws InvalidTokenException {
        if (!condition) {
            throw new InvalidTokenException(otherwise);
        }
    }
}
