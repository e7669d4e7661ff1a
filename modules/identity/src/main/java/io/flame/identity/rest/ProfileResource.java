package io.flame.identity.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.Caller;
import io.flame.identity.Profile;
import io.flame.identity.Profiles;
import io.flame.kernel.IfMatch;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
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

/** The caller's own profile. */
@Path("auth/profile")
@ApplicationScoped
@RolesAllowed({"admin", "agent", "user"})
@Produces(MediaType.APPLICATION_JSON)
public class ProfileResource {

    private final Profiles profiles;

    @Inject
    public ProfileResource(Profiles profiles) {
        this.profiles = profiles;
    }

    @GET
    public Response get(@Context SecurityContext security) {
        return answer(profiles.get(Caller.of(security)));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(
            @Context SecurityContext security, @HeaderParam("If-Match") @Nullable String ifMatch, JsonNode body) {
        return answer(profiles.change(Caller.of(security), IfMatch.of(ifMatch), body));
    }

    private static Response answer(Profile profile) {
        return Response.ok(profile.user()).header("ETag", profile.etag()).build();
    }
}
