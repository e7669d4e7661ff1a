package io.flame.identity.keys;

import io.flame.identity.Bearer;
import io.flame.identity.Caller;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.Claims;
import org.jspecify.annotations.Nullable;

/**
 * A program that has shown a good key.
 *
 * @param caller with the key's id in place of a user's, the key's public prefix in place of an e-mail address, and the role
 *     {@code agent}
 * @param scopes what of an agent's rights the key has
 */
public record KeyHolder(Caller caller, Set<Scope> scopes) implements Bearer {

    @Override
    public Caller holder() {
        return caller;
    }

    @Override
    public Set<String> getClaimNames() {
        return claims().keySet();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T getClaim(String name) {
        return (T) claims().get(name);
    }

    /** What an access token would say; the key itself is nobody's business any more. */
    private Map<String, Object> claims() {
        return Map.of(
                Claims.sub.name(), caller.userId().toString(),
                Claims.upn.name(), caller.email(),
                Claims.groups.name(), getGroups(),
                "name", caller.name(),
                "role", caller.role().word(),
                "tenant", caller.tenant().slug(),
                "scope", scopes.stream().map(Scope::word).sorted().collect(Collectors.joining(" ")));
    }
}
