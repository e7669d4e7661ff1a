package io.flame.api.audit;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.io.IOException;

/** Stands around one operation: announces it before, and says how it ended. */
final class AuditFilter implements ContainerRequestFilter, ContainerResponseFilter {

    private static final String BEGUN = AuditFilter.class.getName();

    private final Auditor auditor;
    private final String action;

    AuditFilter(Auditor auditor, String action) {
        this.auditor = auditor;
        this.action = action;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        request.setProperty(BEGUN, auditor.begin(request, action));
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(BEGUN) instanceof Deed deed) {
            request.removeProperty(BEGUN);
            auditor.end(deed, response);
        }
    }
}
