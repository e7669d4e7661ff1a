package io.flame.api.limit;

import io.flame.identity.Holder;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

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
        Holder.behind(request.getSecurityContext().getUserPrincipal())
                .ifPresentOrElse(caller -> gate.countCaller(request, caller), () -> gate.countAddress(request));
    }
}
