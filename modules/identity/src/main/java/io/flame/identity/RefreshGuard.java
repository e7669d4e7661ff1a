package io.flame.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import io.flame.identity.SpentTokens.State;
import io.flame.identity.keycloak.IssuedTokens;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lets a refresh token be used once. Whoever presents one that was exchanged before may have stolen it, or been robbed of
 * it: the session ends for both.
 */
@ApplicationScoped
class RefreshGuard {

    private final SpentTokens spent;
    private final SignOuts signOuts;

    @Inject
    RefreshGuard(SpentTokens spent, SignOuts signOuts) {
        this.spent = spent;
        this.signOuts = signOuts;
    }

    /**
     * @param exchange gets the new pair for the token of the session whose id it is given
     * @throws Problem 401 for a token that is none, or was used
     */
    IssuedTokens once(String refreshToken, Function<String, IssuedTokens> exchange) {
        String session = sessionOf(refreshToken).orElseThrow(RefreshGuard::refused);
        byte[] hash = Digests.sha256(refreshToken.getBytes(StandardCharsets.UTF_8));
        State state = spent.present(hash);
        if (state == State.EXCHANGED) {
            signOuts.endStolen(session);
        }
        if (state != State.FRESH) {
            throw refused();
        }
        boolean exchanged = false;
        try {
            IssuedTokens issued = exchange.apply(session);
            spent.exchanged(hash);
            exchanged = true;
            return issued;
        } finally {
            if (!exchanged) {
                spent.giveBack(hash);
            }
        }
    }

    /** What the token says of itself: nobody here can check its signature. */
    static Optional<String> sessionOf(String refreshToken) {
        try {
            JWTClaimsSet claims = JWTParser.parse(refreshToken).getJWTClaimsSet();
            return claims == null ? Optional.empty() : Optional.ofNullable(claims.getStringClaim("sid"));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private static Problem refused() {
        return Problem.of(ProblemCode.TOKEN_INVALID, "The refresh token is invalid, was used before, or has expired");
    }
}
