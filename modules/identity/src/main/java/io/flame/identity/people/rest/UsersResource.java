package io.flame.identity.people.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.Caller;
import io.flame.identity.people.InvitationView;
import io.flame.identity.people.Invitations;
import io.flame.identity.people.People;
import io.flame.identity.people.PeopleFilter;
import io.flame.identity.people.PersonView;
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
import org.jspecify.annotations.Nullable;

/** The people of the caller's tenant. */
@Path("/users")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class UsersResource {

    private static final int DEFAULT_LIMIT = 50;

    private final People people;
    private final Invitations invitations;

    @Inject
    public UsersResource(People people, Invitations invitations) {
        this.people = people;
        this.invitations = invitations;
    }

    @GET
    @RolesAllowed({"admin", "agent"})
    public Page<PersonView> list(
            @Context SecurityContext security,
            @QueryParam("role") @Nullable String role,
            @QueryParam("active") @Nullable String active,
            @QueryParam("q") @Nullable String text,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("page") @Nullable String page) {
        return people.list(
                Caller.of(security).tenant(),
                PeopleFilter.of(role, active, text),
                PageRequest.of(limit, cursor, page, DEFAULT_LIMIT));
    }

    /** Invites: nobody becomes a member without having said yes. */
    @POST
    @RolesAllowed("admin")
    public Response invite(@Context SecurityContext security, JsonNode body) {
        InvitationView invitation = invitations.invite(Caller.of(security), body);
        return Response.status(Response.Status.CREATED).entity(invitation).build();
    }

    @GET
    @Path("{id}")
    @RolesAllowed({"admin", "agent"})
    public PersonView get(@Context SecurityContext security, @PathParam("id") String id) {
        return people.get(Caller.of(security).tenant(), Ids.inPath(id));
    }

    @PUT
    @Path("{id}")
    @RolesAllowed("admin")
    public PersonView change(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            JsonNode body) {
        return people.change(Caller.of(security).tenant(), Ids.inPath(id), body, IfMatch.of(ifMatch));
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed("admin")
    public void deactivate(@Context SecurityContext security, @PathParam("id") String id) {
        people.deactivate(Caller.of(security).tenant(), Ids.inPath(id));
    }
}
