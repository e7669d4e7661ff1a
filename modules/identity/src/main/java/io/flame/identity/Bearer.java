package io.flame.identity;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * A bearer token that was found good, as the container and MicroProfile know it: the principal of a request. Its groups
 * are one role, the holder's; what roles the realm gives somebody elsewhere counts for nothing here.
 */
public interface Bearer extends JsonWebToken {

    Holder holder();

    /**
     * What the caller of a REST operation has shown.
     *
     * @throws Problem 401 when nobody has signed in
     */
    static Bearer of(SecurityContext security) {
        if (security.getUserPrincipal() instanceof Bearer bearer) {
            return bearer;
        }
        throw Problem.of(ProblemCode.TOKEN_REQUIRED, "This operation needs an access token");
    }

    @Override
    default String getName() {
        return holder().email();
    }

    @Override
    default Set<String> getGroups() {
        return Set.of(holder().role().word());
    }
}
