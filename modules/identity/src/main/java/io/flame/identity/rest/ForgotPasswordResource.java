package io.flame.identity.rest;

import io.flame.identity.PasswordResets;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Asking for a new password. */
@Path("auth/forgot-password")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class ForgotPasswordResource {

    private static final int MAX_EMAIL = 255;

    private final PasswordResets resets;

    @Inject
    public ForgotPasswordResource(PasswordResets resets) {
        this.resets = resets;
    }

    /** The body of the request. */
    record Forgotten(@Nullable String email) {

        /** Addresses are not for logs. */
        @Override
        public String toString() {
            return "Forgotten[]";
        }
    }

    /** Says the same for every address. */
    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public Response request(Forgotten request) {
        RequiredText texts = new RequiredText();
        String email = texts.check("email", request.email(), MAX_EMAIL);
        texts.throwIfAny();
        resets.request(email);
        return Response.accepted().build();
    }
}
