package io.flame.api.rest;

import io.flame.api.limit.Limiter;
import io.flame.identity.Caller;
import io.flame.kernel.QuotaUse;
import io.flame.kernel.TenantId;
import io.flame.kernel.usage.Usage;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.ArrayList;
import java.util.List;

/** What the caller's tenant uses of what it may use. */
@Path("/usage")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class UsageResource {

    private final Usage usage;
    private final Limiter limiter;

    @Inject
    public UsageResource(Usage usage, Limiter limiter) {
        this.usage = usage;
        this.limiter = limiter;
    }

    /** One entry for each limit there is. */
    public record Report(List<QuotaUse> data) {}

    @GET
    @RolesAllowed("admin")
    public Report report(@Context SecurityContext security) {
        TenantId tenant = Caller.of(security).tenant();
        List<QuotaUse> all = new ArrayList<>(usage.report(tenant));
        all.add(limiter.use(tenant));
        return new Report(all);
    }
}
