package io.flame.api.access;

import io.flame.identity.AccessTokens;
import io.flame.identity.Bearer;
import io.flame.identity.keys.KeyHolders;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everybody who may stand behind an Authorization header: people with an access token, programs with a service key. */
@ApplicationScoped
public class Callers {

    private static final String SCHEME = "Bearer ";

    private final Function<String, ? extends Bearer> tokens;
    private final Function<String, ? extends Bearer> keys;

    @Inject
    public Callers(AccessTokens tokens, KeyHolders keys) {
        this(tokens::identify, keys::identify);
    }

    Callers(Function<String, ? extends Bearer> tokens, Function<String, ? extends Bearer> keys) {
        this.tokens = tokens;
        this.keys = keys;
    }

    /**
     * Who is calling; whoever shows a key is told nothing but that it is good or not.
     *
     * @param authorization the header's value; null where there is none
     * @throws Problem 401 for a missing or bad token or key, 403 for somebody who is no active member of an active tenant,
     *     503 while a token cannot be checked
     */
    Bearer identify(@Nullable String authorization) {
        String text = text(authorization);
        return KeyHolders.claims(text) ? keys.apply(text) : tokens.apply(text);
    }

    private static String text(@Nullable String authorization) {
        if (authorization == null || authorization.isBlank()) {
            throw Problem.of(ProblemCode.TOKEN_REQUIRED, "This operation needs an access token");
        }
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw Problem.of(ProblemCode.TOKEN_INVALID, "The Authorization header must be a Bearer token");
        }
        return authorization.substring(SCHEME.length()).strip();
    }
}
