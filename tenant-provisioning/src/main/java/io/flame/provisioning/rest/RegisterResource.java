package io.flame.provisioning.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.people.Joining;
import io.flame.kernel.ClientAddress;
import io.flame.kernel.Fields;
import io.flame.provisioning.Registering;
import io.flame.provisioning.Registration;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Opening a business, for anybody, and joining one, for whoever is invited. */
@Path("auth/register")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class RegisterResource {

    private static final int LONGEST = 255;

    private final Registering registering;
    private final Joining joining;
    private final OpeningNode node;
    private final ClientAddress addresses;
    private final HttpServletRequest request;

    @Inject
    public RegisterResource(
            Registering registering,
            Joining joining,
            OpeningNode node,
            ClientAddress addresses,
            HttpServletRequest request) {
        this.registering = registering;
        this.joining = joining;
        this.node = node;
        this.addresses = addresses;
        this.request = request;
    }

    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public Response register(JsonNode body) {
        if (body.hasNonNull("invitation")) {
            return Response.status(Response.Status.CREATED)
                    .entity(joining.register(body))
                    .build();
        }
        return open(body);
    }

    /** The answer is the same whether the address is known or not. */
    private Response open(JsonNode body) {
        node.require();
        Fields fields = Fields.of(body);
        Registration registration = registration(fields);
        fields.check();
        registering.request(
                registration, addresses.client(request.getRemoteAddr(), request.getHeaders(ClientAddress.FORWARDED)));
        return OpeningNode.accepted();
    }

    private static Registration registration(Fields fields) {
        return new Registration(
                fields.requiredText("email", LONGEST).orElse(""),
                fields.requiredText("password", LONGEST).orElse(""),
                fields.requiredText("name", LONGEST).orElse(""),
                fields.has("company")
                        ? fields.text("company", LONGEST).orElse("")
                        : fields.requiredText("business", LONGEST).orElse(""),
                fields.text("locale", LONGEST).orElse("es"),
                fields.text("timeZone", LONGEST).orElse("UTC"));
    }
}
