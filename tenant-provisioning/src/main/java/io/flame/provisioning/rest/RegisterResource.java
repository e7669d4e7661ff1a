package io.flame.provisioning.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.ClientAddress;
import io.flame.kernel.Fields;
import io.flame.kernel.Problem;
import io.flame.provisioning.Provisioning;
import io.flame.provisioning.ProvisioningWork;
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
import java.time.Duration;
import java.util.Map;

/** Opening a business, for anybody. */
@Path("auth/register")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class RegisterResource {

    private static final int LONGEST = 255;
    private static final Map<String, String> ACCEPTED = Map.of("status", "accepted");

    private final Provisioning provisioning;
    private final ProvisioningWork work;
    private final ClientAddress addresses;
    private final HttpServletRequest request;

    @Inject
    public RegisterResource(
            Provisioning provisioning, ProvisioningWork work, ClientAddress addresses, HttpServletRequest request) {
        this.provisioning = provisioning;
        this.work = work;
        this.addresses = addresses;
        this.request = request;
    }

    /** The answer is the same whether the address is known or not. */
    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public Response register(JsonNode body) {
        if (!work.isAble()) {
            throw Problem.unavailable("This node opens no businesses", Duration.ofMinutes(1), null);
        }
        Fields fields = Fields.of(body);
        Registration registration = registration(fields);
        fields.check();
        provisioning.registrations().accept(registration, client());
        work.soon();
        return Response.accepted(ACCEPTED).build();
    }

    private String client() {
        return addresses.client(request.getRemoteAddr(), request.getHeaders(ClientAddress.FORWARDED));
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
