package io.flame.identity.people.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.people.JoinedMember;
import io.flame.identity.people.Joining;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Accepting an invitation; the token says into which tenant. */
@Path("auth/invitations")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class JoiningResource {

    private final Joining joining;

    @Inject
    public JoiningResource(Joining joining) {
        this.joining = joining;
    }

    @POST
    @Path("accept")
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public Response accept(JsonNode body) {
        JoinedMember joined = joining.accept(body);
        return Response.status(Response.Status.CREATED).entity(joined).build();
    }
}
