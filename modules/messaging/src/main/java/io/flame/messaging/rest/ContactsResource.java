package io.flame.messaging.rest;

import io.flame.identity.Caller;
import io.flame.kernel.Ids;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import io.flame.messaging.ContactExport;
import io.flame.messaging.ContactView;
import io.flame.messaging.Contacts;
import io.flame.messaging.ErasureReceipt;
import io.flame.messaging.Erasures;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tenant's customers, and what they may ask for: all that is held of them, and to be forgotten. */
@Path("/contacts")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class ContactsResource {

    private static final int DEFAULT_LIMIT = 50;

    private final Contacts contacts;
    private final ContactExport export;
    private final Erasures erasures;

    @Inject
    public ContactsResource(Contacts contacts, ContactExport export, Erasures erasures) {
        this.contacts = contacts;
        this.export = export;
        this.erasures = erasures;
    }

    @GET
    @RolesAllowed({"admin", "agent"})
    public Page<ContactView> list(
            @Context SecurityContext security,
            @QueryParam("q") @Nullable String search,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return contacts.list(seer(security), search, PageRequest.of(limit, cursor, null, DEFAULT_LIMIT));
    }

    @GET
    @Path("{id}")
    @RolesAllowed({"admin", "agent"})
    public ContactView get(@Context SecurityContext security, @PathParam("id") String id) {
        return contacts.get(seer(security), Ids.inPath(id));
    }

    @GET
    @Path("{id}/export")
    @RolesAllowed("admin")
    public Response export(@Context SecurityContext security, @PathParam("id") String id) {
        TenantId tenant = Caller.of(security).tenant();
        UUID contact = contacts.get(tenant, Ids.inPath(id)).id();
        StreamingOutput document = out -> export.write(tenant, contact, out);
        return Response.ok(document, MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"contact-" + contact + ".json\"")
                .build();
    }

    @POST
    @Path("{id}/erase")
    @RolesAllowed("admin")
    public ErasureReceipt erase(@Context SecurityContext security, @PathParam("id") String id) {
        return erasures.erase(Caller.of(security).tenant(), Ids.inPath(id));
    }

    @GET
    @Path("{id}/erasure")
    @RolesAllowed("admin")
    public ErasureReceipt erasure(@Context SecurityContext security, @PathParam("id") String id) {
        return erasures.get(Caller.of(security).tenant(), Ids.inPath(id));
    }

    /** The tenant of a caller who may see everybody. */
    private static TenantId seer(SecurityContext security) {
        Caller caller = Caller.of(security);
        if (!caller.seesAll()) {
            throw Problem.of(ProblemCode.FORBIDDEN, "This tells of all contacts, and you may see only some");
        }
        return caller.tenant();
    }
}
