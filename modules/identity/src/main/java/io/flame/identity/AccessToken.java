package io.flame.identity;

import jakarta.json.JsonObject;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.jwt.Claims;
import org.jspecify.annotations.Nullable;

/**
 * A verified access token. Its claims are what Keycloak wrote, except for role, groups and tenant: these are what the
 * tenant's own table says. They are read when somebody asks for the first of them, which is seldom.
 */
public final class AccessToken implements Bearer {

    private final String text;
    private final Holder holder;
    private volatile @Nullable Map<String, Object> claims;

    AccessToken(String text, Holder holder) {
        this.text = text;
        this.holder = holder;
    }

    @Override
    public Holder holder() {
        return holder;
    }

    @Override
    public Set<String> getClaimNames() {
        return claims().keySet();
    }

    /**
     * Text as {@link String}, times as {@link Long} seconds, audience and groups as sets, truth values as
     * {@link Boolean}, everything else as {@link jakarta.json.JsonValue}; null for a claim that is not there.
     */
    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T getClaim(String name) {
        return (T) claims().get(name);
    }

    private Map<String, Object> claims() {
        Map<String, Object> known = claims;
        if (known == null) {
            JsonObject payload = TokenPayload.of(text);
            known = TokenPayload.claims(payload, holder);
            known.put(Claims.raw_token.name(), text);
            claims = known;
        }
        return known;
    }

    /** Without the token itself, which must not end up in a log. */
    @Override
    public String toString() {
        return "AccessToken[" + holder + "]";
    }
}
