package io.flame.api.audit;

import io.flame.api.RequestId;
import io.flame.kernel.ClientAddress;
import io.flame.kernel.audit.AuditOrigin;
import io.flame.kernel.audit.RequestOrigin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;

/** The client behind trusted proxies, what it calls itself, and the id that its answer bears. */
@ApplicationScoped
class HttpOrigin implements RequestOrigin {

    private static final AuditOrigin UNKNOWN = new AuditOrigin("unknown", null, "");

    private final ClientAddress addresses;
    private final HttpServletRequest servlet;

    @Inject
    HttpOrigin(ClientAddress addresses, HttpServletRequest servlet) {
        this.addresses = addresses;
        this.servlet = servlet;
    }

    @Override
    public AuditOrigin current() {
        try {
            String address = addresses.of(servlet.getRemoteAddr(), servlet.getHeaders(ClientAddress.FORWARDED));
            return new AuditOrigin(address, servlet.getHeader(HttpHeaders.USER_AGENT), RequestId.of(servlet));
        } catch (ContextNotActiveException | IllegalStateException withoutRequest) {
            return UNKNOWN;
        }
    }
}
