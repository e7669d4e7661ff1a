package io.flame.assistant.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.assistant.AssistantView;
import io.flame.assistant.Assistants;
import io.flame.assistant.Versioned;
import io.flame.identity.Caller;
import io.flame.kernel.Ids;
import io.flame.kernel.IfMatch;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
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
import org.jspecify.annotations.Nullable;

/** The assistants of the caller's tenant. */
@ApplicationScoped
@Path("/assistants")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class AssistantResource {

    private final Assistants assistants;

    @Inject
    public AssistantResource(Assistants assistants) {
        this.assistants = assistants;
    }

    @GET
    public Page<AssistantView> list(
            @Context SecurityContext security,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("page") @Nullable String page) {
        return assistants.list(
                Caller.of(security).tenant(), PageRequest.of(limit, cursor, page, Answers.DEFAULT_LIMIT));
    }

    @POST
    @RolesAllowed("admin")
    public Response create(@Context SecurityContext security, JsonNode body) {
        Versioned<AssistantView> made = assistants.create(Caller.of(security), body);
        return Answers.created(made.value(), "assistants", made.value().id())
                .header("ETag", made.etag())
                .build();
    }

    @GET
    @Path("{id}")
    public Response get(@Context SecurityContext security, @PathParam("id") String id) {
        return answer(assistants.get(Caller.of(security).tenant(), Ids.inPath(id)));
    }

    @PUT
    @RolesAllowed("admin")
    @Path("{id}")
    public Response change(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            JsonNode body) {
        return answer(assistants.change(Caller.of(security).tenant(), Ids.inPath(id), IfMatch.of(ifMatch), body));
    }

    @DELETE
    @RolesAllowed("admin")
    @Path("{id}")
    public Response delete(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @HeaderParam("If-Match") @Nullable String ifMatch) {
        assistants.delete(Caller.of(security).tenant(), Ids.inPath(id), IfMatch.of(ifMatch));
        return Response.noContent().build();
    }

    /** Takes any body or none, as it only ever refuses. */
    @POST
    @RolesAllowed("admin")
    @Path("{id}/train")
    @Consumes(MediaType.WILDCARD)
    public Response train(@Context SecurityContext security, @PathParam("id") String id) {
        throw assistants.train(Caller.of(security).tenant(), Ids.inPath(id));
    }

    private static Response answer(Versioned<AssistantView> assistant) {
        return Answers.ok(assistant.value(), assistant.etag());
    }
}
