package io.flame.assistant.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.assistant.SpecialDayView;
import io.flame.assistant.SpecialDays;
import io.flame.identity.Caller;
import io.flame.kernel.Ids;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.kernel.TenantId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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

/** The dates on which one assistant's hours differ from its week. */
@ApplicationScoped
@Path("/assistants/{id}/exceptions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ExceptionResource {

    private final SpecialDays specialDays;

    @Inject
    public ExceptionResource(SpecialDays specialDays) {
        this.specialDays = specialDays;
    }

    @GET
    public Page<SpecialDayView> list(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("page") @Nullable String page) {
        TenantId tenant = Caller.of(security).tenant();
        return specialDays.list(tenant, Ids.inPath(id), PageRequest.of(limit, cursor, page, Answers.DEFAULT_LIMIT));
    }

    @POST
    @RolesAllowed("admin")
    public Response add(@Context SecurityContext security, @PathParam("id") String id, JsonNode body) {
        TenantId tenant = Caller.of(security).tenant();
        UUID assistant = Ids.inPath(id);
        SpecialDayView added = specialDays.add(tenant, assistant, body);
        return Answers.created(added, "assistants/" + assistant + "/exceptions", added.id())
                .build();
    }

    @DELETE
    @RolesAllowed("admin")
    @Path("{exceptionId}")
    public Response delete(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @PathParam("exceptionId") String exceptionId) {
        TenantId tenant = Caller.of(security).tenant();
        specialDays.delete(tenant, Ids.inPath(id), Ids.inPath(exceptionId));
        return Response.noContent().build();
    }
}
