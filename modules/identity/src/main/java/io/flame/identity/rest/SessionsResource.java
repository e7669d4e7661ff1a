package io.flame.identity.rest;

import io.flame.identity.AccessTokens;
import io.flame.identity.Holder;
import io.flame.identity.SignOuts;
import io.flame.identity.UserSession;
import io.flame.kernel.Page;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;

/** Where the caller is signed in. */
@Path("auth/sessions")
@ApplicationScoped
@RolesAllowed({"admin", "agent", "user", "operator"})
@Produces(MediaType.APPLICATION_JSON)
public class SessionsResource {

    private final SignOuts signOuts;
    private final AccessTokens tokens;

    @Inject
    public SessionsResource(SignOuts signOuts, AccessTokens tokens) {
        this.signOuts = signOuts;
        this.tokens = tokens;
    }

    @GET
    public Page<UserSession> list(
            @Context SecurityContext security, @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
        String current =
                tokens.sessionOf(authorization.substring("Bearer ".length()).strip());
        return Page.of(signOuts.list(Holder.of(security).userId(), current), null);
    }

    @DELETE
    @Path("{id}")
    public void end(@Context SecurityContext security, @PathParam("id") String id) {
        signOuts.end(Holder.of(security).userId(), id);
    }
}
