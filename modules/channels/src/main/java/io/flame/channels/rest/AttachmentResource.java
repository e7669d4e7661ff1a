package io.flame.channels.rest;

import io.flame.channels.Attachments;
import io.flame.identity.Caller;
import io.flame.kernel.Ids;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The files customers have sent, for saving: a stranger's file is never shown as part of a page of ours. */
@Path("conversations/{conversation}/messages/{message}/attachments/{attachment}")
@ApplicationScoped
public class AttachmentResource {

    private final Attachments attachments;

    @Inject
    public AttachmentResource(Attachments attachments) {
        this.attachments = attachments;
    }

    @GET
    @Produces(MediaType.WILDCARD)
    @RolesAllowed({"admin", "agent"})
    public Response get(
            @Context SecurityContext security,
            @PathParam("conversation") String conversation,
            @PathParam("message") String message,
            @PathParam("attachment") String attachment) {
        Attachments.Stored file = attachments.get(
                Caller.of(security).tenant(), Ids.inPath(conversation), Ids.inPath(message), Ids.inPath(attachment));
        return Response.ok(file.data(), file.mimeType())
                .header("Content-Disposition", disposition(file.fileName().orElse("file")))
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .header("Cache-Control", "private, max-age=3600")
                .build();
    }

    /** With the name in the form that takes any language (RFC 6266), and without any folder in it. */
    private static String disposition(String fileName) {
        String name = fileName.replaceAll("[\\\\/\\p{Cntrl}]", "_");
        return "attachment; filename*=UTF-8''"
                + URLEncoder.encode(name, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A");
    }
}
