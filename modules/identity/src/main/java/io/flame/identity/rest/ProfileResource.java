package io.flame.identity.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.Caller;
import io.flame.identity.Profiles;
import io.flame.identity.SessionUser;
import io.flame.identity.Sessions;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;

/** The caller's own profile. */
@Path("auth/profile")
@ApplicationScoped
@RolesAllowed({"admin", "agent", "user"})
@Produces(MediaType.APPLICATION_JSON)
public class ProfileResource {

    private final Profiles profiles;
    private final Sessions sessions;

    @Inject
    public ProfileResource(Profiles profiles, Sessions sessions) {
        this.profiles = profiles;
        this.sessions = sessions;
    }

    @GET
    public SessionUser get(@Context SecurityContext security) {
        return sessions.describe(Caller.of(security));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public SessionUser change(@Context SecurityContext security, JsonNode body) {
        return profiles.change(Caller.of(security), body);
    }
}
