package io.flame.api.limit;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.security.Principal;

/**
 * Counts calls whose token was found good, after the guard has said so. A token that nobody has looked at, such as one
 * brought along to sign in, buys nothing: such a call is counted for its address.
 */
@Provider
@Priority(Priorities.AUTHENTICATION + 10)
@ApplicationScoped
public class CallerLimit implements ContainerRequestFilter {

    private final LimitGate gate;

    @Inject
    public CallerLimit(LimitGate gate) {
        this.gate = gate;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Principal principal = request.getSecurityContext().getUserPrincipal();
        if (principal == null) {
            gate.countAddress(request);
            return;
        }
        gate.countCaller(request, principal);
    }
}
