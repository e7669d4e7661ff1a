package io.flame.provisioning.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Fields;
import io.flame.kernel.IfMatch;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.kernel.Problem;
import io.flame.provisioning.CreatedTenant;
import io.flame.provisioning.NewTenant;
import io.flame.provisioning.Provisioning;
import io.flame.provisioning.ProvisioningProgress;
import io.flame.provisioning.ProvisioningWork;
import io.flame.provisioning.TenantLife;
import io.flame.provisioning.TenantSummary;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tenants of the platform, for those who run it. */
@Path("platform/tenants")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class TenantsResource {

    private static final int DEFAULT_LIMIT = 50;
    private static final int LONGEST_WORD = 255;
    private static final String PLAN = "business";
    private static final List<String> STATUSES = List.of("provisioning", "active", "suspended", "deleting");

    private final Provisioning provisioning;
    private final ProvisioningWork work;

    @Inject
    public TenantsResource(Provisioning provisioning, ProvisioningWork work) {
        this.provisioning = provisioning;
        this.work = work;
    }

    @GET
    public Page<TenantView> list(
            @QueryParam("status") @Nullable String status,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor, null, DEFAULT_LIMIT);
        if (status != null && !STATUSES.contains(status)) {
            throw Problem.invalid("status", "unknown_value", "status must be one of " + String.join(", ", STATUSES));
        }
        String after = page.cursor().map(List::getFirst).orElse("");
        List<TenantSummary> rows = life().page(Optional.ofNullable(status), after, page.limit() + 1);
        List<TenantView> shown =
                rows.stream().limit(page.limit()).map(TenantView::of).toList();
        boolean more = rows.size() > page.limit();
        return Page.of(shown, more ? PageRequest.cursor(shown.getLast().slug()) : null);
    }

    /** Comes back when the tenant is ready. One that was cut off is finished by the same call, or by the node itself. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(JsonNode body) {
        requireOwner();
        Fields fields = Fields.of(body);
        NewTenant tenant = newTenant(fields);
        String plan = fields.text("plan", LONGEST_WORD).orElse(PLAN);
        fields.check();
        CreatedTenant created = provisioning.create(tenant, plan);
        TenantSummary row = life().get(created.slug());
        return Response.created(URI.create("/api/platform/tenants/" + created.slug()))
                .header("ETag", row.etag())
                .entity(TenantView.of(row, created))
                .build();
    }

    @GET
    @Path("{slug}")
    public Response get(@PathParam("slug") String slug) {
        return answer(life().get(slug));
    }

    @PUT
    @Path("{slug}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(
            @PathParam("slug") String slug, @HeaderParam("If-Match") @Nullable String ifMatch, JsonNode body) {
        Fields fields = Fields.of(body);
        Optional<JsonNode> quotas = fields.has("quotas") ? Optional.of(fields.node("quotas")) : Optional.empty();
        TenantLife.Change change =
                new TenantLife.Change(fields.text("name", LONGEST_WORD), fields.text("plan", LONGEST_WORD), quotas);
        fields.check();
        return answer(life().change(slug, change, IfMatch.of(ifMatch)));
    }

    /** 202 with the day on which it is gone; 204 for one that was never finished, which is gone already. */
    @DELETE
    @Path("{slug}")
    public Response delete(@PathParam("slug") String slug) {
        requireOwner();
        return life().delete(slug)
                .map(tenant -> Response.accepted(TenantView.of(tenant)).build())
                .orElseGet(() -> Response.noContent().build());
    }

    @POST
    @Path("{slug}/suspend")
    public Response suspend(@PathParam("slug") String slug) {
        return answer(life().suspend(slug));
    }

    @POST
    @Path("{slug}/resume")
    public Response resume(@PathParam("slug") String slug) {
        return answer(life().resume(slug));
    }

    @POST
    @Path("{slug}/restore")
    public Response restore(@PathParam("slug") String slug) {
        return answer(life().restore(slug));
    }

    @GET
    @Path("{slug}/provisioning")
    public ProvisioningProgress provisioning(@PathParam("slug") String slug) {
        return life().progress(slug).orElseThrow(Problem::notFound);
    }

    private TenantLife life() {
        return provisioning.life();
    }

    private void requireOwner() {
        if (!work.isAble()) {
            throw Problem.unavailable(
                    "This node has no DATABASE_ADMIN_URL and can make and remove no tenants",
                    Duration.ofMinutes(1),
                    null);
        }
    }

    private static NewTenant newTenant(Fields fields) {
        return new NewTenant(
                fields.requiredText("slug", LONGEST_WORD).orElse(""),
                fields.requiredText("name", LONGEST_WORD).orElse(""),
                fields.text("locale", LONGEST_WORD).orElse("es"),
                fields.text("timeZone", LONGEST_WORD).orElse("UTC"),
                fields.requiredText("adminEmail", LONGEST_WORD).orElse(""),
                fields.requiredText("adminName", LONGEST_WORD).orElse(""),
                fields.text("adminPassword", LONGEST_WORD).orElse(null));
    }

    private static Response answer(TenantSummary tenant) {
        return Response.ok(TenantView.of(tenant)).header("ETag", tenant.etag()).build();
    }
}
