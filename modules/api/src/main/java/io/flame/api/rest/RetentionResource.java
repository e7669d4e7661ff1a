package io.flame.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.Caller;
import io.flame.kernel.IfMatch;
import io.flame.kernel.retention.Retention;
import io.flame.kernel.retention.RetentionSettings;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** How long the caller's tenant keeps what it has. */
@Path("/settings/retention")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class RetentionResource {

    private final RetentionSettings settings;

    @Inject
    public RetentionResource(RetentionSettings settings) {
        this.settings = settings;
    }

    @GET
    @RolesAllowed("admin")
    public Response get(@Context SecurityContext security) {
        return tagged(settings.get(Caller.of(security).tenant()));
    }

    @PUT
    @RolesAllowed("admin")
    public Response update(
            @Context SecurityContext security, @HeaderParam("If-Match") @Nullable String expected, JsonNode body) {
        return tagged(settings.change(Caller.of(security).tenant(), body, IfMatch.of(expected)));
    }

    private static Response tagged(Retention retention) {
        return Response.ok(retention).tag(retention.etag()).build();
    }
}
