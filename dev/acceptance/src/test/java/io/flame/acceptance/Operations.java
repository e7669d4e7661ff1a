package io.flame.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The operations of {@code /openapi}, such as {@code PUT /api/assistants/{id}}. */
final class Operations {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private Operations() {}

    /** Those below {@code /api}. */
    static TreeSet<String> of(Installation installation) {
        JsonNode paths = Api.anonymous(installation.url())
                .call("GET", "/openapi", null, Map.of("Accept", "application/json"))
                .json()
                .get("paths");
        TreeSet<String> operations = new TreeSet<>();
        paths.properties().stream()
                .filter(path -> path.getKey().startsWith("/api/"))
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        return operations;
    }

    /** Those that change something for a caller; what the networks tell is no deed of anybody's. */
    static TreeSet<String> changing(Installation installation) {
        TreeSet<String> changing = of(installation);
        changing.removeIf(operation -> operation.startsWith("GET ") || operation.contains("/api/webhooks/"));
        return changing;
    }

    static String method(String operation) {
        return operation.substring(0, operation.indexOf(' '));
    }

    static String path(String operation) {
        return operation.substring(operation.indexOf(' ') + 1);
    }
}
