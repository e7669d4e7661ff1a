package io.flame.provisioning.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Fields;
import io.flame.kernel.Problem;
import io.flame.provisioning.CapsuleRun;
import io.flame.provisioning.CapsuleWork;
import io.flame.provisioning.Provisioning;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Optional;

/** A tenant's last export, for those who run the platform. */
@Path("platform/tenants/{slug}/export")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class ExportResource {

    private static final int LONGEST_KEY = 1_000;

    private final Provisioning provisioning;
    private final CapsuleWork work;

    @Inject
    public ExportResource(Provisioning provisioning, CapsuleWork work) {
        this.provisioning = provisioning;
        this.work = work;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response begin(@PathParam("slug") String slug, JsonNode body) {
        Fields fields = Fields.of(body);
        Optional<String> recipient = fields.text("recipientKey", LONGEST_KEY);
        fields.check();
        return Response.accepted(work.export(slug, recipient))
                .location(URI.create("/api/platform/tenants/" + slug + "/export"))
                .build();
    }

    @GET
    public CapsuleRun get(@PathParam("slug") String slug) {
        return provisioning.capsules().lastExport(slug).orElseThrow(Problem::notFound);
    }

    @GET
    @Path("archive")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Response archive(@PathParam("slug") String slug) throws IOException {
        java.nio.file.Path file = work.archive(slug);
        StreamingOutput content = out -> Files.copy(file, out);
        return Response.ok(content)
                .header("Content-Length", Files.size(file))
                .header("Content-Disposition", "attachment; filename=\"" + slug + ".capsule\"")
                .build();
    }
}
