package io.flame.messaging.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.Caller;
import io.flame.kernel.Ids;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.messaging.DecisionView;
import io.flame.messaging.Decisions;
import io.flame.messaging.MessageView;
import io.flame.messaging.Messages;
import io.flame.messaging.NewMessage;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was said in a conversation, and why an assistant answered or kept silent. */
@Path("/conversations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class MessagesResource {

    private static final int DEFAULT_LIMIT = 50;

    private final Messages messages;
    private final Decisions decisions;

    @Inject
    public MessagesResource(Messages messages, Decisions decisions) {
        this.messages = messages;
        this.decisions = decisions;
    }

    @GET
    @Path("{id}/messages")
    public Page<MessageView> list(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("page") @Nullable String page) {
        return messages.list(
                Caller.of(security).tenant(), Ids.inPath(id), PageRequest.of(limit, cursor, page, DEFAULT_LIMIT));
    }

    @POST
    @Path("{id}/messages")
    @RolesAllowed({"admin", "agent"})
    public Response post(@Context SecurityContext security, @PathParam("id") String id, JsonNode body) {
        Caller caller = Caller.of(security);
        UUID conversation = Ids.inPath(id);
        MessageView stored = messages.post(caller.tenant(), conversation, NewMessage.of(caller.userId(), body));
        return Response.status(Response.Status.CREATED).entity(stored).build();
    }

    @GET
    @Path("{id}/decisions")
    public Page<DecisionView> decisions(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return decisions.list(
                Caller.of(security).tenant(), Ids.inPath(id), PageRequest.of(limit, cursor, null, DEFAULT_LIMIT));
    }
}
