package io.flame.api.access;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** Lets a request through to one operation if its access token or service key allows it. */
final class AccessGuard implements ContainerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final Callers callers;
    private final AccessRule rule;

    AccessGuard(Callers callers, AccessRule rule) {
        this.callers = callers;
        this.rule = rule;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Admission admission = callers.admission(bearer(request.getHeaderString(HttpHeaders.AUTHORIZATION)), rule);
        boolean secure = request.getSecurityContext().isSecure();
        request.setSecurityContext(new CallerContext(admission.principal(), admission.role(), secure));
        if (!admission.granted()) {
            throw Problem.of(ProblemCode.FORBIDDEN, "This operation needs another role, or a key with its scope");
        }
    }

    private static String bearer(@Nullable String authorization) {
        if (authorization == null || authorization.isBlank()) {
            throw Problem.of(ProblemCode.TOKEN_REQUIRED, "This operation needs an access token");
        }
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw Problem.of(ProblemCode.TOKEN_INVALID, "The Authorization header must be a Bearer token");
        }
        return authorization.substring(SCHEME.length()).strip();
    }
}
