package io.flame.assistant.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.assistant.Previews;
import io.flame.assistant.SchedulePreview;
import io.flame.assistant.ScheduleView;
import io.flame.assistant.Schedules;
import io.flame.identity.Caller;
import io.flame.kernel.Ids;
import io.flame.kernel.IfMatch;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.kernel.TenantId;
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
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The weekly ranges in which an assistant is on duty. */
@ApplicationScoped
@Path("/assistants/{id}/schedules")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ScheduleResource {

    /** All that an assistant can have. */
    private static final int DEFAULT_LIMIT = 70;

    private final Schedules schedules;
    private final Previews previews;

    @Inject
    public ScheduleResource(Schedules schedules, Previews previews) {
        this.schedules = schedules;
        this.previews = previews;
    }

    @GET
    public Page<ScheduleView> list(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("page") @Nullable String page) {
        return schedules.list(
                Caller.of(security).tenant(), Ids.inPath(id), PageRequest.of(limit, cursor, page, DEFAULT_LIMIT));
    }

    /** Takes one range, or an array of them: all are added, or none. */
    @POST
    @RolesAllowed("admin")
    public Response add(@Context SecurityContext security, @PathParam("id") String id, JsonNode body) {
        TenantId tenant = Caller.of(security).tenant();
        UUID assistant = Ids.inPath(id);
        List<ScheduleView> added = schedules.add(tenant, assistant, body);
        if (body.isArray()) {
            return Response.status(Response.Status.CREATED)
                    .entity(Page.of(added, null))
                    .build();
        }
        ScheduleView only = added.getFirst();
        return Answers.created(only, "assistants/" + assistant + "/schedules", only.id())
                .header("ETag", Schedules.etag(only))
                .build();
    }

    @PUT
    @RolesAllowed("admin")
    @Path("{scheduleId}")
    public Response change(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @PathParam("scheduleId") String scheduleId,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            JsonNode body) {
        ScheduleView changed = schedules.change(
                Caller.of(security).tenant(), Ids.inPath(id), Ids.inPath(scheduleId), IfMatch.of(ifMatch), body);
        return Answers.ok(changed, Schedules.etag(changed));
    }

    @DELETE
    @RolesAllowed("admin")
    @Path("{scheduleId}")
    public Response delete(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @PathParam("scheduleId") String scheduleId,
            @HeaderParam("If-Match") @Nullable String ifMatch) {
        schedules.delete(Caller.of(security).tenant(), Ids.inPath(id), Ids.inPath(scheduleId), IfMatch.of(ifMatch));
        return Response.noContent().build();
    }

    /** Whether the assistant is on duty at an instant (default: now), and why. */
    @GET
    @Path("preview")
    public SchedulePreview preview(
            @Context SecurityContext security, @PathParam("id") String id, @QueryParam("at") @Nullable String at) {
        return previews.preview(Caller.of(security).tenant(), Ids.inPath(id), at);
    }
}
