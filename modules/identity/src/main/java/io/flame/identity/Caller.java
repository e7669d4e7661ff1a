package io.flame.identity;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The member of a tenant who is calling. The HTTP edge has checked the token, its tenant and the membership before any
 * resource sees it.
 *
 * @param userId the Keycloak user id, which is also the id in the tenant's {@code users} table
 * @param visibility as the table has it; {@link #seesAll} says what it means
 */
public record Caller(TenantId tenant, UUID userId, String email, String name, Role role, Visibility visibility)
        implements Holder {

    /** Somebody who may see every conversation. */
    public Caller(TenantId tenant, UUID userId, String email, String name, Role role) {
        this(tenant, userId, email, name, role, Visibility.ALL);
    }

    /** The caller of a REST request; 401 when nobody has signed in. */
    public static Caller of(SecurityContext security) {
        return behind(security.getUserPrincipal())
                .orElseThrow(() ->
                        Problem.of(ProblemCode.TOKEN_REQUIRED, "This operation needs a tenant member's access token"));
    }

    /** Empty where nobody has signed in, or an operator of the platform. */
    public static Optional<Caller> behind(@Nullable Principal principal) {
        return Holder.behind(principal).filter(Caller.class::isInstance).map(Caller.class::cast);
    }

    /** Whether every conversation of the tenant may be seen, and with it the log of all that happens. */
    public boolean seesAll() {
        return role == Role.ADMIN || visibility == Visibility.ALL;
    }
}
