package io.flame.api.rest;

import io.flame.identity.Caller;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.kernel.TenantId;
import io.flame.kernel.audit.AuditFilter;
import io.flame.kernel.audit.AuditReader;
import io.flame.kernel.audit.AuditRecord;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** Who did what: to an administrator in the tenant, to an operator on the platform. */
@Path("/audit")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {

    private static final int DEFAULT_LIMIT = 50;

    private final AuditReader reader;

    @Inject
    public AuditResource(AuditReader reader) {
        this.reader = reader;
    }

    @GET
    @RolesAllowed({"admin", "operator"})
    public Page<AuditRecord> list(
            @Context SecurityContext security,
            @QueryParam("actor") @Nullable String actor,
            @QueryParam("action") @Nullable String action,
            @QueryParam("target") @Nullable String target,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("page") @Nullable String page) {
        TenantId tenant =
                security.isUserInRole("operator") ? null : Caller.of(security).tenant();
        return reader.list(
                tenant,
                AuditFilter.of(actor, action, target, from, to),
                PageRequest.of(limit, cursor, page, DEFAULT_LIMIT));
    }
}
