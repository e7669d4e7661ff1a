package io.flame.api.access;

import io.flame.identity.AccessTokens;
import io.flame.identity.Caller;
import io.flame.identity.Operator;
import io.flame.identity.Role;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Lets a request through to one operation if its access token and the caller's role allow it. */
final class AccessGuard implements ContainerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private final AccessTokens tokens;
    private final AccessRule rule;

    AccessGuard(AccessTokens tokens, AccessRule rule) {
        this.tokens = tokens;
        this.rule = rule;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Principal principal = tokens.identify(bearer(request.getHeaderString(HttpHeaders.AUTHORIZATION)));
        String role = roleOf(principal);
        if (!rule.admits(role)) {
            throw Problem.of(ProblemCode.FORBIDDEN, "This operation needs another role");
        }
        request.setSecurityContext(
                new CallerContext(principal, role, request.getSecurityContext().isSecure()));
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

    private static String roleOf(Principal principal) {
        return switch (principal) {
            case Caller caller -> caller.role().word();
            case Operator operator -> Role.OPERATOR.word();
            default -> throw new IllegalStateException("unknown principal " + principal.getClass());
        };
    }
}
