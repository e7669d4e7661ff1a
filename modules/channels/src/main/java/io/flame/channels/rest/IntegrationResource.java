package io.flame.channels.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.channels.IntegrationHealthView;
import io.flame.channels.IntegrationList;
import io.flame.channels.IntegrationView;
import io.flame.channels.Integrations;
import io.flame.identity.Caller;
import io.flame.kernel.Ids;
import io.flame.kernel.IfMatch;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
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

/** The accounts through which a business talks with its customers. */
@Path("integrations")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class IntegrationResource {

    private static final int DEFAULT_LIMIT = 50;

    private final Integrations integrations;
    private final IntegrationList list;

    @Inject
    public IntegrationResource(Integrations integrations, IntegrationList list) {
        this.integrations = integrations;
        this.list = list;
    }

    @GET
    @RolesAllowed({"admin", "agent"})
    public Page<IntegrationView> list(
            @Context SecurityContext security,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("page") @Nullable String page) {
        return list.list(Caller.of(security).tenant(), PageRequest.of(limit, cursor, page, DEFAULT_LIMIT));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("admin")
    public Response create(@Context SecurityContext security, JsonNode body) {
        Caller caller = Caller.of(security);
        IntegrationView created = integrations.create(caller.tenant(), caller.userId(), body);
        return Response.created(URI.create("/api/integrations/" + created.id()))
                .entity(created)
                .build();
    }

    @GET
    @Path("{id}")
    @RolesAllowed({"admin", "agent"})
    public IntegrationView get(@Context SecurityContext security, @PathParam("id") String id) {
        return integrations.get(Caller.of(security).tenant(), Ids.inPath(id));
    }

    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("admin")
    public IntegrationView update(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @HeaderParam("If-Match") @Nullable String match,
            JsonNode body) {
        Caller caller = Caller.of(security);
        return integrations.update(caller.tenant(), Ids.inPath(id), IfMatch.of(match), body);
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed("admin")
    public Response delete(@Context SecurityContext security, @PathParam("id") String id) {
        integrations.delete(Caller.of(security).tenant(), Ids.inPath(id));
        return Response.noContent().build();
    }

    @POST
    @Path("{id}/connect")
    @RolesAllowed("admin")
    public IntegrationView connect(@Context SecurityContext security, @PathParam("id") String id) {
        return integrations.connect(Caller.of(security).tenant(), Ids.inPath(id));
    }

    @POST
    @Path("{id}/disconnect")
    @RolesAllowed("admin")
    public IntegrationView disconnect(@Context SecurityContext security, @PathParam("id") String id) {
        return integrations.disconnect(Caller.of(security).tenant(), Ids.inPath(id));
    }

    @GET
    @Path("{id}/status")
    @RolesAllowed({"admin", "agent"})
    public IntegrationHealthView status(@Context SecurityContext security, @PathParam("id") String id) {
        return integrations.status(Caller.of(security).tenant(), Ids.inPath(id));
    }
}
