package io.flame.api.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * The token of the present request, for whoever injects {@link JsonWebToken}; without one it has neither name nor claims.
 * It asks the request each time, because an injected token may be older than the answer to who is calling. It is no
 * injectable {@link java.security.Principal}, or the container's own would be ambiguous.
 */
@ApplicationScoped
@Typed(JsonWebToken.class)
public class CurrentToken implements JsonWebToken {

    private final HttpServletRequest request;

    @Inject
    public CurrentToken(HttpServletRequest request) {
        this.request = request;
    }

    @Override
    public @Nullable String getName() {
        return token().map(JsonWebToken::getName).orElse(null);
    }

    @Override
    public Set<String> getClaimNames() {
        return token().map(JsonWebToken::getClaimNames).orElse(Set.of());
    }

    @Override
    public <T> @Nullable T getClaim(String name) {
        return token().map(token -> token.<T>getClaim(name)).orElse(null);
    }

    private Optional<JsonWebToken> token() {
        return request.getUserPrincipal() instanceof JsonWebToken token ? Optional.of(token) : Optional.empty();
    }
}
