package io.flame.provisioning.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Fields;
import io.flame.provisioning.Registering;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Confirming the e-mail address with which somebody has registered. */
@Path("auth/verify-email")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class VerifyEmailResource {

    private static final int LONGEST_TOKEN = 200;
    private static final int LONGEST_EMAIL = 255;

    private final Registering registering;
    private final OpeningNode node;

    @Inject
    public VerifyEmailResource(Registering registering, OpeningNode node) {
        this.registering = registering;
        this.node = node;
    }

    /** The token of the mail is all that is needed. */
    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public Response verify(JsonNode body) {
        node.require();
        Fields fields = Fields.of(body);
        String token = fields.requiredText("token", LONGEST_TOKEN).orElse("");
        fields.check();
        registering.confirm(token);
        return OpeningNode.accepted();
    }

    /** Says the same for every address. */
    @POST
    @Path("resend")
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public Response resend(JsonNode body) {
        Fields fields = Fields.of(body);
        String email = fields.requiredText("email", LONGEST_EMAIL).orElse("");
        fields.check();
        registering.sendAgain(email);
        return OpeningNode.accepted();
    }
}
