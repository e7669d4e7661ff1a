package io.flame.provisioning.rest;

import io.flame.kernel.Problem;
import io.flame.provisioning.CapsuleRun;
import io.flame.provisioning.CapsuleTrust;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Set;

/** The last import under a name, for those who run the platform. */
@Path("platform/tenants/{slug}/import")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class ImportResource {

    private final Provisioning provisioning;
    private final CapsuleWork work;

    @Inject
    public ImportResource(Provisioning provisioning, CapsuleWork work) {
        this.provisioning = provisioning;
        this.work = work;
    }

    /** Whatever the body calls itself: what is no capsule is refused for that. */
    @POST
    @Consumes(MediaType.WILDCARD)
    public Response begin(
            @PathParam("slug") String slug,
            @QueryParam("trust") Set<String> trust,
            @QueryParam("untrusted") boolean untrusted,
            InputStream body)
            throws IOException {
        return Response.accepted(work.read(slug, body, new CapsuleTrust(untrusted, trust)))
                .location(URI.create("/api/platform/tenants/" + slug + "/import"))
                .build();
    }

    @GET
    public CapsuleRun get(@PathParam("slug") String slug) {
        return provisioning.capsules().lastImport(slug).orElseThrow(Problem::notFound);
    }
}
