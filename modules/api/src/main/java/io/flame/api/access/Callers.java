package io.flame.api.access;

import io.flame.identity.AccessTokens;
import io.flame.identity.keys.KeyHolder;
import io.flame.identity.keys.KeyHolders;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.Principal;
import java.util.function.Function;

/** Everybody who may stand behind a bearer text: people with an access token, programs with a service key. */
@ApplicationScoped
public class Callers {

    private final Function<String, Principal> tokens;
    private final Function<String, KeyHolder> keys;

    @Inject
    public Callers(AccessTokens tokens, KeyHolders keys) {
        this(tokens::identify, keys::identify);
    }

    Callers(Function<String, Principal> tokens, Function<String, KeyHolder> keys) {
        this.tokens = tokens;
        this.keys = keys;
    }

    /** Who is calling and what the rule says to it; a key is told nothing but that it is good or not. */
    Admission admission(String bearer, AccessRule rule) {
        if (KeyHolders.claims(bearer)) {
            KeyHolder holder = keys.apply(bearer);
            return new Admission(holder.caller(), holder.caller().role().word(), rule.admitsKeyWith(holder.scopes()));
        }
        Principal principal = tokens.apply(bearer);
        String role = Admission.roleOf(principal);
        return new Admission(principal, role, rule.admits(role));
    }
}
