package io.flame.messaging.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.Caller;
import io.flame.kernel.Ids;
import io.flame.kernel.IfMatch;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.messaging.ConversationChange;
import io.flame.messaging.ConversationDesk;
import io.flame.messaging.ConversationFilter;
import io.flame.messaging.ConversationView;
import io.flame.messaging.Conversations;
import io.flame.messaging.NewConversation;
import io.flame.messaging.Sight;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The inbox over HTTP. */
@Path("/conversations")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class ConversationsResource {

    private static final int DEFAULT_LIMIT = 50;

    private final Conversations conversations;
    private final ConversationDesk desk;

    @Inject
    public ConversationsResource(Conversations conversations, ConversationDesk desk) {
        this.conversations = conversations;
        this.desk = desk;
    }

    @GET
    public Page<ConversationView> list(
            @Context SecurityContext security,
            @QueryParam("status") @Nullable String status,
            @QueryParam("priority") @Nullable String priority,
            @QueryParam("platform") @Nullable String platform,
            @QueryParam("assignee") @Nullable String assignee,
            @QueryParam("tag") @Nullable String tag,
            @QueryParam("q") @Nullable String search,
            @QueryParam("unread") @Nullable String unread,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("page") @Nullable String page) {
        Caller caller = Caller.of(security);
        return conversations.list(
                caller.tenant(),
                Sight.of(caller),
                ConversationFilter.of(status, priority, platform, assignee, tag, search, unread, caller.userId()),
                PageRequest.of(limit, cursor, page, DEFAULT_LIMIT));
    }

    @GET
    @Path("{id}")
    public ConversationView get(@Context SecurityContext security, @PathParam("id") String id) {
        return conversations.get(Caller.of(security).tenant(), Ids.inPath(id));
    }

    @POST
    @RolesAllowed({"admin", "agent"})
    public Response create(@Context SecurityContext security, JsonNode body) {
        ConversationView created = desk.begin(Caller.of(security).tenant(), NewConversation.of(body));
        return Response.created(URI.create("/api/conversations/" + created.id()))
                .entity(created)
                .build();
    }

    @PUT
    @Path("{id}")
    @RolesAllowed({"admin", "agent"})
    public ConversationView update(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @HeaderParam("If-Match") @Nullable String expected,
            JsonNode body) {
        return desk.change(
                Caller.of(security).tenant(), Ids.inPath(id), ConversationChange.of(body), IfMatch.of(expected));
    }

    @PUT
    @Path("{id}/status")
    @RolesAllowed({"admin", "agent"})
    public ConversationView status(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @HeaderParam("If-Match") @Nullable String expected,
            JsonNode body) {
        return desk.change(
                Caller.of(security).tenant(), Ids.inPath(id), ConversationChange.ofStatus(body), IfMatch.of(expected));
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed("admin")
    public void delete(@Context SecurityContext security, @PathParam("id") String id) {
        desk.delete(Caller.of(security).tenant(), Ids.inPath(id));
    }
}
