package io.flame.identity.sso.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.Caller;
import io.flame.identity.sso.IdentityProviders;
import io.flame.identity.sso.ProviderView;
import io.flame.kernel.Ids;
import io.flame.kernel.IfMatch;
import io.flame.kernel.Page;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The identity providers of the caller's tenant. */
@Path("/sso")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed("admin")
public class SsoResource {

    private final IdentityProviders providers;

    @Inject
    public SsoResource(IdentityProviders providers) {
        this.providers = providers;
    }

    @GET
    public Page<ProviderView> list(@Context SecurityContext security) {
        return providers.list(Caller.of(security).tenant());
    }

    @POST
    public Response create(@Context SecurityContext security, JsonNode body) {
        ProviderView created = providers.create(Caller.of(security).tenant(), body);
        return Response.created(URI.create("/api/sso/" + created.id()))
                .tag(Integer.toString(created.version()))
                .entity(created)
                .build();
    }

    @GET
    @Path("{id}")
    public Response get(@Context SecurityContext security, @PathParam("id") String id) {
        return tagged(providers.get(Caller.of(security).tenant(), Ids.inPath(id)));
    }

    @PUT
    @Path("{id}")
    public Response change(
            @Context SecurityContext security,
            @PathParam("id") String id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            JsonNode body) {
        return tagged(providers.change(Caller.of(security).tenant(), Ids.inPath(id), body, IfMatch.of(ifMatch)));
    }

    /** Takes any body or none. */
    @POST
    @Path("{id}/verify")
    @Consumes(MediaType.WILDCARD)
    public Response verify(@Context SecurityContext security, @PathParam("id") String id) {
        return tagged(providers.verify(Caller.of(security).tenant(), Ids.inPath(id)));
    }

    @DELETE
    @Path("{id}")
    public void delete(@Context SecurityContext security, @PathParam("id") String id) {
        providers.delete(Caller.of(security).tenant(), Ids.inPath(id));
    }

    private static Response tagged(ProviderView provider) {
        return Response.ok(provider).tag(Integer.toString(provider.version())).build();
    }
}
