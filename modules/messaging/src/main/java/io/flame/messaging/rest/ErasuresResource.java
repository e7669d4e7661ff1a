package io.flame.messaging.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.Caller;
import io.flame.kernel.Fields;
import io.flame.messaging.ErasureReceipt;
import io.flame.messaging.Erasures;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Tells whether somebody's receipt of an erasure is genuine. */
@Path("/erasures")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class ErasuresResource {

    private static final int MOST_TEXT = 200;

    private final Erasures erasures;

    @Inject
    public ErasuresResource(Erasures erasures) {
        this.erasures = erasures;
    }

    /** @param valid whether this tenant has signed exactly this */
    public record Verdict(boolean valid) {}

    @POST
    @Path("verify")
    @RolesAllowed("admin")
    public Verdict verify(@Context SecurityContext security, JsonNode body) {
        return new Verdict(erasures.isGenuine(Caller.of(security).tenant(), receipt(Fields.of(body))));
    }

    private static ErasureReceipt receipt(Fields fields) {
        Optional<UUID> contact = fields.uuid("contactId");
        if (!fields.has("contactId") || fields.isNull("contactId")) {
            fields.error("contactId", "required", "is required");
        }
        Optional<Instant> erasedAt = fields.requiredText("erasedAt", MOST_TEXT).flatMap(text -> instant(fields, text));
        SortedMap<String, Long> counts = counts(fields);
        Optional<String> signature = fields.requiredText("signature", MOST_TEXT);
        fields.check();
        return new ErasureReceipt(contact.orElseThrow(), erasedAt.orElseThrow(), counts, signature.orElseThrow());
    }

    private static Optional<Instant> instant(Fields fields, String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            fields.error("erasedAt", "wrong_format", "must be an instant as the receipt has it");
            return Optional.empty();
        }
    }

    private static SortedMap<String, Long> counts(Fields fields) {
        SortedMap<String, Long> counts = new TreeMap<>();
        JsonNode given = fields.node("counts");
        boolean fits = given.isObject();
        for (var count : given.properties()) {
            fits &= count.getValue().isIntegralNumber() && count.getValue().canConvertToLong();
            counts.put(count.getKey(), count.getValue().longValue());
        }
        if (!fits) {
            fields.error("counts", "wrong_type", "must be an object of whole numbers");
        }
        return counts;
    }
}
