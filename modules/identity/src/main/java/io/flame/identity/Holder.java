package io.flame.identity;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whoever can stand behind an access token or a service key. It is no {@link Principal} itself: that is the {@link Bearer}
 * which the container knows, and whoever wants the holder asks here.
 */
public sealed interface Holder permits Caller, Operator {

    /** The Keycloak user id, or the id of a service key. */
    UUID userId();

    String email();

    String name();

    /** By the tenant's own table, not by the token. */
    Role role();

    /** Empty where nobody has signed in. */
    static Optional<Holder> behind(@Nullable Principal principal) {
        return principal instanceof Bearer bearer ? Optional.of(bearer.holder()) : Optional.empty();
    }

    /**
     * Who calls a REST operation.
     *
     * @throws Problem 401 when nobody has signed in
     */
    static Holder of(SecurityContext security) {
        return behind(security.getUserPrincipal())
                .orElseThrow(() -> Problem.of(ProblemCode.TOKEN_REQUIRED, "This operation needs an access token"));
    }
}
