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

    boolean isOperator() {
        return groups.contains(Role.OPERATOR.word());
    }
}
