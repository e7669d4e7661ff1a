package io.flame.identity.people.rest;

import io.flame.identity.Caller;
import io.flame.identity.people.InvitationView;
import io.flame.identity.people.Invitations;
import io.flame.kernel.Ids;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** The invitations of the caller's tenant that nobody has accepted yet. */
@Path("/invitations")
@ApplicationScoped
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
public class InvitationsResource {

    private static final int DEFAULT_LIMIT = 50;

    private final Invitations invitations;

    @Inject
    public InvitationsResource(Invitations invitations) {
        this.invitations = invitations;
    }

    @GET
    public Page<InvitationView> list(
            @Context SecurityContext security,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return invitations.list(Caller.of(security).tenant(), PageRequest.of(limit, cursor, null, DEFAULT_LIMIT));
    }

    @DELETE
    @Path("{id}")
    public void withdraw(@Context SecurityContext security, @PathParam("id") String id) {
        invitations.withdraw(Caller.of(security).tenant(), Ids.inPath(id));
    }
}
