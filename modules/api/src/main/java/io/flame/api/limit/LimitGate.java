package io.flame.api.limit;

import io.flame.identity.Holder;
import io.flame.kernel.ClientAddress;
import io.flame.kernel.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.time.Duration;
import java.util.Optional;

/** Counts each call once: by its caller when there is one, otherwise by the client's address. */
@ApplicationScoped
public class LimitGate {

    /** Providers call from few addresses, for all tenants, and sign what they send. */
    private static final String WEBHOOKS = "webhooks/";

    private static final String VERDICT = Verdict.class.getName();

    private final Limiter limiter;
    private final ClientAddress addresses;
    private final HttpServletRequest servlet;

    @Inject
    public LimitGate(Limiter limiter, ClientAddress addresses, HttpServletRequest servlet) {
        this.limiter = limiter;
        this.addresses = addresses;
        this.servlet = servlet;
    }

    static boolean isExempt(String path) {
        String plain = path.startsWith("/") ? path.substring(1) : path;
        return plain.startsWith(WEBHOOKS);
    }

    static Optional<Verdict> verdict(ContainerRequestContext request) {
        return request.getProperty(VERDICT) instanceof Verdict verdict ? Optional.of(verdict) : Optional.empty();
    }

    /** Counts the call for its address, unless it has been counted. */
    void countAddress(ContainerRequestContext request) {
        if (verdict(request).isEmpty() && !isExempt(request.getUriInfo().getPath())) {
            settle(
                    request,
                    limiter.anonymous(
                            addresses.client(servlet.getRemoteAddr(), servlet.getHeaders(ClientAddress.FORWARDED))));
        }
    }

    /** Counts a call that was turned away before anybody had counted it: for its caller if that is known by now. */
    void countRefused(ContainerRequestContext request) {
        if (verdict(request).isEmpty()) {
            Holder.behind(request.getSecurityContext().getUserPrincipal())
                    .ifPresentOrElse(caller -> countCaller(request, caller), () -> countAddress(request));
        }
    }

    void countCaller(ContainerRequestContext request, Holder caller) {
        settle(request, limiter.caller(caller));
    }

    private static void settle(ContainerRequestContext request, Verdict verdict) {
        request.setProperty(VERDICT, verdict);
        verdict.pause().ifPresent(pause -> {
            throw Problem.tooMany(sentence(verdict.quota()), Duration.ofSeconds(Verdict.seconds(pause)));
        });
    }

    private static String sentence(Quota quota) {
        return "More than " + quota.calls() + " calls in " + quota.window().toSeconds() + " seconds (limit: "
                + quota.name() + ")";
    }
}
