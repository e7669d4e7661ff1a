package io.flame.assistant.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.assistant.SpecialDayView;
import io.flame.assistant.SpecialDays;
import io.flame.identity.Caller;
import io.flame.kernel.Ids;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
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
import org.jspecify.annotations.Nullable;

/** The dates on which the hours of every assistant of the tenant differ from the week. */
@ApplicationScoped
@Path("/holidays")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class HolidayResource {

    private final SpecialDays specialDays;

    @Inject
    public HolidayResource(SpecialDays specialDays) {
        this.specialDays = specialDays;
    }

    @GET
    public Page<SpecialDayView> list(
            @Context SecurityContext security,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("page") @Nullable String page) {
        return specialDays.list(
                Caller.of(security).tenant(), null, PageRequest.of(limit, cursor, page, Answers.DEFAULT_LIMIT));
    }

    @POST
    @RolesAllowed("admin")
    public Response add(@Context SecurityContext security, JsonNode body) {
        SpecialDayView added = specialDays.add(Caller.of(security).tenant(), null, body);
        return Answers.created(added, "holidays", added.id()).build();
    }

    @DELETE
    @RolesAllowed("admin")
    @Path("{id}")
    public Response delete(@Context SecurityContext security, @PathParam("id") String id) {
        specialDays.delete(Caller.of(security).tenant(), null, Ids.inPath(id));
        return Response.noContent().build();
    }
}
