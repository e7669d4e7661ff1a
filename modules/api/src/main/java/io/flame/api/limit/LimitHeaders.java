package io.flame.api.limit;

import io.flame.api.problem.ProblemMapper;
import io.flame.kernel.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.util.Set;

/**
 * Tells callers what is left. A call whose token was found bad, or not good for the operation, has not been counted yet and
 * is counted here; once the address, or the caller, has had its share, the refusal says that instead.
 */
@Provider
@ApplicationScoped
public class LimitHeaders implements ContainerResponseFilter {

    private static final Annotation[] NO_ANNOTATIONS = {};
    private static final Set<Integer> REFUSALS = Set.of(
            Response.Status.UNAUTHORIZED.getStatusCode(),
            Response.Status.PAYMENT_REQUIRED.getStatusCode(),
            Response.Status.FORBIDDEN.getStatusCode());

    private final LimitGate gate;
    private final ProblemMapper problems;

    @Inject
    public LimitHeaders(LimitGate gate, ProblemMapper problems) {
        this.gate = gate;
        this.problems = problems;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (REFUSALS.contains(response.getStatus())) {
            countRefused(request, response);
        }
        LimitGate.verdict(request).ifPresent(verdict -> verdict.headers().forEach(response.getHeaders()::putSingle));
    }

    private void countRefused(ContainerRequestContext request, ContainerResponseContext response) {
        try {
            gate.countRefused(request);
        } catch (Problem refusal) {
            replace(response, problems.toResponse(refusal));
        }
    }

    private static void replace(ContainerResponseContext response, Response refusal) {
        response.setStatus(refusal.getStatus());
        response.getHeaders().remove(HttpHeaders.WWW_AUTHENTICATE);
        response.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, refusal.getHeaderString(HttpHeaders.RETRY_AFTER));
        response.setEntity(refusal.getEntity(), NO_ANNOTATIONS, refusal.getMediaType());
    }
}
