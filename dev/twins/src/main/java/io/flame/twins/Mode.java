package io.flame.twins;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How the outside parties behave, until the next {@code POST /mode}.
 *
 * @param source what was posted, for {@code GET /mode}
 * @param statuses {@code on}, {@code off}, or {@code failed:<code>}: every accepted message fails afterwards
 */
record Mode(JsonNode source, SendMode send, String statuses) {
    private static final List<String> KEYS = List.of("send", "statuses", "llm", "receiver", "media");
    private static final Pattern STATUSES = Pattern.compile("on|off|failed:[0-9]{1,6}");

    static Mode normal() {
        return parse(Json.object());
    }

    static Mode parse(JsonNode json) {
        Keys.check("mode", json, KEYS);
        return new Mode(json, SendMode.parse(json.path("send")), statuses(json.path("statuses")));
    }

    private static String statuses(JsonNode json) {
        String statuses = json.asText("on");
        if (json.isMissingNode()) {
            return "on";
        }
        if (!STATUSES.matcher(statuses).matches()) {
            throw new BadOrder("statuses must be on, off or failed:<code>, not '" + statuses + "'");
        }
        return statuses;
    }
}
