package io.flame.messaging;

import io.flame.kernel.Json;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What is handed out for an erasure, always the same for one contact.
 *
 * @param counts how many rows were emptied or removed, by kind
 * @param signature HMAC-SHA256 in lower-case hexadecimal digits over {@link #signed}, with a key of the tenant's
 */
public record ErasureReceipt(UUID contactId, Instant erasedAt, SortedMap<String, Long> counts, String signature) {

    /** The canonical form: JSON of the other three fields, keys in alphabetical order, no white space. */
    static String signed(UUID contactId, Instant erasedAt, SortedMap<String, Long> counts) {
        SortedMap<String, Object> fields = new TreeMap<>();
        fields.put("contactId", contactId);
        fields.put("erasedAt", erasedAt);
        fields.put("counts", counts);
        return Json.write(fields);
    }
}
