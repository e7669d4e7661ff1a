package io.flame.twins;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;

/** Reads the objects of the control API strictly: a misspelt key would silently test nothing. */
final class Keys {

    private Keys() {}

    static void check(String where, JsonNode json, Collection<String> known) {
        if (json.isMissingNode()) {
            return;
        }
        if (!json.isObject()) {
            throw new BadOrder(where + " must be a JSON object");
        }
        json.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                throw new BadOrder("unknown key '" + key + "' in " + where + ", known are " + known);
            }
        });
    }

    static long number(JsonNode json, String key, long absent, long least) {
        JsonNode value = json.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.asText().matches("[0-9]{1,15}") || value.asLong() < least) {
            throw new BadOrder(key + " must be a whole number of at least " + least + ", not " + value);
        }
        return value.asLong();
    }

    static double probability(JsonNode json, String key, double absent) {
        JsonNode value = json.path(key);
        if (value.isMissingNode()) {
            return absent;
        }
        double number = value.asDouble(-1);
        if (number < 0 || number > 1) {
            throw new BadOrder(key + " must be between 0 and 1, not " + value);
        }
        return number;
    }
}
