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
import org.jspecify.annotations.Nullable;

/** Choosing a new password. */
@Path("auth/reset-password")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class ResetPasswordResource {

    private static final int MAX_PASSWORD = 256;
    private static final int MAX_TOKEN = 200;

    private final PasswordResets resets;

    @Inject
    public ResetPasswordResource(PasswordResets resets) {
        this.resets = resets;
    }

    /** The body of the request. */
    record NewPassword(@Nullable String token, @Nullable String password) {

        /** Neither is for logs. */
        @Override
        public String toString() {
            return "NewPassword[]";
        }
    }

    /** The token of the mail is all that is needed. */
    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public void reset(NewPassword request) {
        RequiredText texts = new RequiredText();
        String token = texts.check("token", request.token(), MAX_TOKEN);
        String password = texts.check("password", request.password(), MAX_PASSWORD);
        texts.throwIfAny();
        resets.reset(token, password);
    }
}
