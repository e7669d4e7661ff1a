package io.flame.channels;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.kernel.Json;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An integration's credentials as they lie in the database: secrets sealed, each with its last four characters for people
 * to recognise it by; the rest in clear.
 */
record StoredCredentials(Map<String, Sealed> sealed, Map<String, String> plain) {

    private static final int SHOWN = 4;

    /** A secret so short that four characters of it would give it away shows none. */
    private static final int SHORTEST_SHOWN = 12;

    /** A sealed secret. {@code last4} is null for a short one. */
    record Sealed(String sealed, @Nullable String last4) {

        static Sealed of(String sealed, String secret) {
            return new Sealed(
                    sealed, secret.length() < SHORTEST_SHOWN ? null : secret.substring(secret.length() - SHOWN));
        }
    }

    StoredCredentials {
        sealed = new TreeMap<>(sealed);
        plain = new TreeMap<>(plain);
    }

    static StoredCredentials empty() {
        return new StoredCredentials(Map.of(), Map.of());
    }

    /** What binds a sealed secret to this one field of this one integration. */
    static String place(UUID integrationId, String field) {
        return "integration/" + integrationId + "/" + field;
    }

    static StoredCredentials parse(String json) {
        StoredCredentials found = empty();
        Json.read(json, ObjectNode.class).properties().forEach(field -> {
            if (field.getValue().isTextual()) {
                found.plain.put(field.getKey(), field.getValue().asText());
                return;
            }
            String last4 = Nodes.text(field.getValue(), "last4");
            found.sealed.put(
                    field.getKey(), new Sealed(Nodes.text(field.getValue(), "sealed"), last4.isEmpty() ? null : last4));
        });
        return found;
    }

    String json() {
        ObjectNode node = Json.mapper().createObjectNode();
        sealed.forEach((name, secret) ->
                node.putObject(name).put("sealed", secret.sealed()).put("last4", secret.last4()));
        plain.forEach(node::put);
        return node.toString();
    }
}
