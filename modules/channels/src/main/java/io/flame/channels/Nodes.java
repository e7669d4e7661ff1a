package io.flame.channels;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Reads trees whose shape nobody guarantees: what is missing or of another kind reads as empty. */
final class Nodes {

    private Nodes() {}

    /** The field's text; also that of a number, since providers change their minds about the type of ids. */
    static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() || value.isNumber() ? value.asText() : "";
    }

    static Optional<String> optional(JsonNode node, String field) {
        return Optional.of(text(node, field)).filter(text -> !text.isBlank());
    }

    static boolean flag(JsonNode node, String field) {
        return node.path(field).asBoolean(false);
    }
}
