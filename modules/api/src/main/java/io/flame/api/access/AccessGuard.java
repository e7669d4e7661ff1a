package io.flame.api.access;

import io.flame.identity.Bearer;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;

/** Lets a request through to one operation if its access token or service key allows it. */
final class AccessGuard implements ContainerRequestFilter {

    private final HttpServletRequest request;
    private final AccessRule rule;

    /** The answer of whatever request is being handled; JAX-RS gives it, CDI cannot. */
    @Context
    @SuppressWarnings("NullAway.Init")
    private HttpServletResponse response;

    AccessGuard(HttpServletRequest request, AccessRule rule) {
        this.request = request;
        this.rule = rule;
    }

    @Override
    public void filter(ContainerRequestContext context) {
        Bearer bearer = BearerMechanism.authenticate(request, response);
        if (!rule.admits(bearer)) {
            throw Problem.of(ProblemCode.FORBIDDEN, "This operation needs another role, or a key with its scope");
        }
    }
}
