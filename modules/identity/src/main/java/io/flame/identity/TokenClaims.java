package io.flame.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a verified token says. The tenant is a wish until the organizations and the membership table agree.
 *
 * @param session the session the token was issued in; empty when it names none
 * @param emailVerified also where the token does not say
 * @param role the user's role, as far as Keycloak knows; empty when it names none
 * @param provider alias of the identity provider that vouched for the person; empty where Keycloak did so itself
 * @param organizations aliases of the organizations Keycloak vouches for
 * @param groups realm roles
 */
record TokenClaims(
        UUID userId,
        String session,
        String email,
        String name,
        boolean emailVerified,
        String role,
        Optional<String> tenant,
        Optional<String> provider,
        Set<String> organizations,
        Set<String> groups,
        Instant expiresAt) {

    /** The tenant named by the token; without one, the only organization of the user. */
    Optional<String> chosenTenant() {
        if (tenant.isPresent() || organizations.size() != 1) {
            return tenant;
        }
        return Optional.of(organizations.iterator().next());
    }

    /** Nobody else's word makes an operator. */
    boolean isOperator() {
        return provider.isEmpty() && groups.contains(Role.OPERATOR.word());
    }
}
