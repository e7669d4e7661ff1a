package io.flame.identity;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.UUID;

/**
 * The member of a tenant who is calling. The HTTP edge has checked the token, its tenant and the membership before any
 * resource sees this principal.
 *
 * @param userId the Keycloak user id, which is also the id in the tenant's {@code users} table
 */
public record Caller(TenantId tenant, UUID userId, String email, String name, Role role) implements Principal {

    /** The caller of a REST request; 401 when nobody has signed in. */
    public static Caller of(SecurityContext security) {
        if (security.getUserPrincipal() instanceof Caller caller) {
            return caller;
        }
        throw Problem.of(ProblemCode.TOKEN_REQUIRED, "This operation needs a tenant member's access token");
    }

    @Override
    public String getName() {
        return email;
    }
}
