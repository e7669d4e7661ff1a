package io.flame.identity.rest;

import io.flame.identity.Holder;
import io.flame.identity.Session;
import io.flame.identity.SessionUser;
import io.flame.identity.Sessions;
import io.flame.identity.SignOuts;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;

/** Signing in, staying signed in, and who one is. */
@Path("auth")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class AuthResource {

    private static final int MAX_EMAIL = 255;
    private static final int MAX_PASSWORD = 256;
    private static final int MAX_TOKEN = 16_384;

    private final Sessions sessions;
    private final SignOuts signOuts;

    @Inject
    public AuthResource(Sessions sessions, SignOuts signOuts) {
        this.sessions = sessions;
        this.signOuts = signOuts;
    }

    @POST
    @Path("login")
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public Session login(LoginRequest request) {
        RequiredText texts = new RequiredText();
        String email = texts.check("email", request.email(), MAX_EMAIL);
        String password = texts.check("password", request.password(), MAX_PASSWORD);
        texts.throwIfAny();
        return sessions.login(email.strip(), password);
    }

    @POST
    @Path("refresh")
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public Session refresh(RefreshRequest request) {
        RequiredText texts = new RequiredText();
        String token = texts.check("refreshToken", request.refreshToken(), MAX_TOKEN);
        texts.throwIfAny();
        return sessions.refresh(token);
    }

    /** The refresh token is all that is needed: the access token may have expired. */
    @POST
    @Path("logout")
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public void logout(RefreshRequest request) {
        RequiredText texts = new RequiredText();
        String token = texts.check("refreshToken", request.refreshToken(), MAX_TOKEN);
        texts.throwIfAny();
        signOuts.logout(token);
    }

    /** Takes any body or none. */
    @POST
    @Path("logout-all")
    @RolesAllowed({"admin", "agent", "user", "operator"})
    @Consumes(MediaType.WILDCARD)
    public void logoutAll(@Context SecurityContext security) {
        signOuts.endAll(Holder.of(security).userId());
    }

    @GET
    @Path("me")
    @RolesAllowed({"admin", "agent", "user", "operator"})
    public SessionUser me(@Context SecurityContext security) {
        return sessions.describe(Holder.of(security));
    }
}
