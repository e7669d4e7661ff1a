package io.flame.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** A tenant's own limits as the command line gives them. */
final class Quotas {

    private static final String NONE = "none";
    private static final String PLAN = "plan";

    private Quotas() {}

    /** The present ones with those that are given; what is not a number is left for the tenant's rules to refuse. */
    static JsonNode onto(JsonNode present, Map<String, String> given) {
        ObjectNode quotas = JsonNodeFactory.instance.objectNode();
        present.properties().forEach(each -> quotas.set(each.getKey(), each.getValue()));
        given.forEach((limit, value) -> put(quotas, limit, value));
        return quotas;
    }

    private static void put(ObjectNode quotas, String limit, String value) {
        switch (value) {
            case PLAN -> quotas.remove(limit);
            case NONE -> quotas.putNull(limit);
            default -> quotas.set(limit, number(value));
        }
    }

    private static JsonNode number(String value) {
        try {
            return JsonNodeFactory.instance.numberNode(Long.parseLong(value));
        } catch (NumberFormatException e) {
            return JsonNodeFactory.instance.textNode(value);
        }
    }
}
