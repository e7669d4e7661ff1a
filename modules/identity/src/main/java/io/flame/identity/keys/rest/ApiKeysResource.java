package io.flame.identity.keys.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.Caller;
import io.flame.identity.OneTimeSecret;
import io.flame.identity.keys.ApiKeyView;
import io.flame.identity.keys.ApiKeys;
import io.flame.identity.keys.IssuedApiKey;
import io.flame.kernel.Ids;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The service keys of the caller's tenant; only administrators see or touch them. */
@Path("/api-keys")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class ApiKeysResource {

    private static final int DEFAULT_LIMIT = 50;

    private final ApiKeys keys;

    @Inject
    public ApiKeysResource(ApiKeys keys) {
        this.keys = keys;
    }

    @GET
    @RolesAllowed("admin")
    public Page<ApiKeyView> list(
            @Context SecurityContext security,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("page") @Nullable String page) {
        return keys.list(Caller.of(security).tenant(), PageRequest.of(limit, cursor, page, DEFAULT_LIMIT));
    }

    @POST
    @RolesAllowed("admin")
    @OneTimeSecret
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@Context SecurityContext security, JsonNode body) {
        IssuedApiKey issued = keys.issue(Caller.of(security), body);
        return Response.created(URI.create("/api/api-keys/" + issued.view().id()))
                .entity(issued)
                .build();
    }

    @GET
    @Path("{id}")
    @RolesAllowed("admin")
    public ApiKeyView get(@Context SecurityContext security, @PathParam("id") String id) {
        return keys.get(Caller.of(security).tenant(), Ids.inPath(id));
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed("admin")
    public void revoke(@Context SecurityContext security, @PathParam("id") String id) {
        keys.revoke(Caller.of(security).tenant(), Ids.inPath(id));
    }
}
