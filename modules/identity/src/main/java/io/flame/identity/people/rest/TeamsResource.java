package io.flame.identity.people.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.Caller;
import io.flame.identity.people.TeamView;
import io.flame.identity.people.Teams;
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

/** The teams of the caller's tenant. */
@Path("/teams")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class TeamsResource {

    private static final int DEFAULT_LIMIT = 50;

    private final Teams teams;

    @Inject
    public TeamsResource(Teams teams) {
        this.teams = teams;
    }

    @GET
    @RolesAllowed({"admin", "agent"})
    public Page<TeamView> list(
            @Context SecurityContext security,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return teams.list(Caller.of(security).tenant(), PageRequest.of(limit, cursor, null, DEFAULT_LIMIT));
    }

    @POST
    @RolesAllowed("admin")
    public Response create(@Context SecurityContext security, JsonNode body) {
        TeamView created = teams.create(Caller.of(security).tenant(), body);
        return Response.created(URI.create("/api/teams/" + created.id()))
                .entity(created)
                .build();
    }

    @GET
    @Path("{id}")
    @RolesAllowed({"admin", "agent"})
    public TeamView get(@Context SecurityContext security, @PathParam("id") String id) {
        return teams.get(Caller.of(security).tenant(), Ids.inPath(id));
    }

    @PUT
    @Path("{id}")
    @RolesAllowed("admin")
    public TeamView change(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            JsonNode body) {
        return teams.change(Caller.of(security).tenant(), Ids.inPath(id), body, IfMatch.of(ifMatch));
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed("admin")
    public void delete(@Context SecurityContext security, @PathParam("id") String id) {
        teams.delete(Caller.of(security).tenant(), Ids.inPath(id));
    }
}
