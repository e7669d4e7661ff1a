package io.flame.channels.rest;

import io.flame.channels.WebhookRequest;
import io.flame.channels.Webhooks;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.messaging.Platform;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where Meta's networks call. The tenant in the address is optional and only narrows what is accepted. */
@Path("webhooks")
@ApplicationScoped
@PermitAll
public class WebhookResource {

    private static final String RECEIVED = "{\"received\":true}";
    private static final int LONGEST_CHALLENGE = 1_000;

    private final Webhooks webhooks;

    @Inject
    public WebhookResource(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @GET
    @Path("{platform: whatsapp}")
    @Produces(MediaType.TEXT_PLAIN)
    public Response shakeHands(
            @PathParam("platform") String platform,
            @QueryParam("hub.mode") @Nullable String mode,
            @QueryParam("hub.verify_token") @Nullable String token,
            @QueryParam("hub.challenge") @Nullable String challenge) {
        return answer(platform, Optional.empty(), mode, token, challenge);
    }

    @GET
    @Path("{tenant}/{platform: whatsapp}")
    @Produces(MediaType.TEXT_PLAIN)
    public Response shakeHandsOfTenant(
            @PathParam("tenant") String tenant,
            @PathParam("platform") String platform,
            @QueryParam("hub.mode") @Nullable String mode,
            @QueryParam("hub.verify_token") @Nullable String token,
            @QueryParam("hub.challenge") @Nullable String challenge) {
        return answer(platform, Optional.of(tenant), mode, token, challenge);
    }

    @POST
    @Path("{platform: whatsapp}")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public Response receive(
            @PathParam("platform") String platform,
            @HeaderParam("X-Hub-Signature-256") @Nullable String signature,
            byte[] body) {
        return take(platform, Optional.empty(), signature, body);
    }

    @POST
    @Path("{tenant}/{platform: whatsapp}")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public Response receiveOfTenant(
            @PathParam("tenant") String tenant,
            @PathParam("platform") String platform,
            @HeaderParam("X-Hub-Signature-256") @Nullable String signature,
            byte[] body) {
        return take(platform, Optional.of(tenant), signature, body);
    }

    /** The challenge and nothing else: no quotes, no line end. */
    private Response answer(
            String platform,
            Optional<String> tenant,
            @Nullable String mode,
            @Nullable String token,
            @Nullable String challenge) {
        boolean proper = "subscribe".equals(mode) && challenge != null && challenge.length() <= LONGEST_CHALLENGE;
        if (!proper || token == null || !webhooks.isVerifyToken(platform(platform), tenant, token)) {
            throw Problem.of(ProblemCode.FORBIDDEN, "The verify token is not ours");
        }
        return Response.ok(challenge, MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store")
                .build();
    }

    private Response take(String platform, Optional<String> tenant, @Nullable String signature, byte[] body) {
        webhooks.receive(new WebhookRequest(platform(platform), tenant, Optional.ofNullable(signature), body));
        return Response.ok(RECEIVED, MediaType.APPLICATION_JSON_TYPE).build();
    }

    private static Platform platform(String word) {
        return Platform.of(word).orElseThrow(Problem::notFound);
    }
}
