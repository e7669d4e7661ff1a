package io.flame.twins;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a provider does instead of taking a message.
 *
 * @param name as in {@code POST /mode}, for the log
 * @param status the HTTP status the caller sees, 0 for none
 * @param code the Graph error code, 0 for the usual one of the status
 */
record Fault(String name, Kind kind, int status, int code) {

    /** In which way it fails. */
    enum Kind {
        /** An error answer. */
        ANSWER(0),
        /** The connection is reset. */
        RST(0),
        /** The connection is closed without an answer. */
        EMPTY(0),
        /** Status 200 with a body that is not JSON. */
        GARBAGE(200),
        /** No answer at all. */
        HANG(0),
        /** Status 200 with a body that comes at a byte a second and does not end. */
        DRIP(200);

        private final int status;

        Kind(int status) {
            this.status = status;
        }
    }

    private static final Pattern ANSWER = Pattern.compile("([45][0-9]{2})(?::([0-9]{1,6}))?");

    static Fault parse(JsonNode json) {
        String name = json.asText();
        Matcher answer = ANSWER.matcher(name);
        if (answer.matches()) {
            return new Fault(name, Kind.ANSWER, Integer.parseInt(answer.group(1)), code(answer.group(2)));
        }
        try {
            Kind kind = Kind.valueOf(name.toUpperCase(Locale.ROOT));
            return new Fault(name, kind, kind.status, 0);
        } catch (IllegalArgumentException e) {
            throw new BadOrder(
                    "fail must be 500|502|503|429|400:<graph code>|rst|empty|garbage|hang|drip, not " + json);
        }
    }

    private static int code(@Nullable String group) {
        return group == null ? 0 : Integer.parseInt(group);
    }
}
