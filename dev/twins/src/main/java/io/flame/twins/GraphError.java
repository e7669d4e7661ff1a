package io.flame.twins;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An error as Meta's Graph API answers it.
 *
 * @param details what {@code error_data.details} says; blank leaves {@code error_data} out
 */
record GraphError(int status, int code, String title, String details) {
    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(1, "An unknown error occurred"),
            Map.entry(2, "Service temporarily unavailable"),
            Map.entry(4, "Application request limit reached"),
            Map.entry(10, "Application does not have permission for this action"),
            Map.entry(33, "This business phone number has been deleted"),
            Map.entry(100, "Invalid parameter"),
            Map.entry(190, "Invalid OAuth access token - Cannot parse access token"),
            Map.entry(368, "Temporarily blocked for policies violations"),
            Map.entry(80007, "Rate limit issues"),
            Map.entry(130429, "Rate limit hit"),
            Map.entry(130472, "User's number is part of an experiment"),
            Map.entry(131000, "Something went wrong"),
            Map.entry(131005, "Access denied"),
            Map.entry(131008, "Required parameter is missing"),
            Map.entry(131009, "Parameter value is not valid"),
            Map.entry(131016, "Service unavailable"),
            Map.entry(131026, "Message undeliverable"),
            Map.entry(131031, "Account has been locked"),
            Map.entry(131042, "Business eligibility payment issue"),
            Map.entry(131047, "Re-engagement message"),
            Map.entry(131048, "Spam rate limit hit"),
            Map.entry(131049, "Message not sent to maintain healthy ecosystem engagement"),
            Map.entry(131050, "User has stopped receiving marketing messages"),
            Map.entry(131051, "Unsupported message type"),
            Map.entry(131053, "Media upload error"),
            Map.entry(131056, "(Business account, consumer account) pair rate limit hit"),
            Map.entry(132001, "Template name does not exist in the translation"));

    /** The usual code of a status that a fault names without one. */
    private static final Map<Integer, Integer> USUAL_CODES =
            Map.of(400, 100, 401, 190, 403, 131005, 429, 130429, 500, 131000, 503, 131016);

    static GraphError of(int status, int code, String details) {
        int known = code == 0 ? Optional.ofNullable(USUAL_CODES.get(status)).orElse(131000) : code;
        return new GraphError(status, known, title(known), details);
    }

    static GraphError parameter(String details) {
        return of(400, 100, details);
    }

    static GraphError missing(String parameter) {
        return of(400, 131008, "The parameter " + parameter + " is required.");
    }

    static String title(int code) {
        return TITLES.getOrDefault(code, "Simulated error");
    }

    ObjectNode json() {
        ObjectNode error = Json.object()
                .put("message", code == 190 ? title : "(#" + code + ") " + title)
                .put("type", "OAuthException")
                .put("code", code);
        if (!details.isBlank()) {
            error.putObject("error_data").put("messaging_product", "whatsapp").put("details", details);
        }
        error.put("fbtrace_id", trace());
        return Json.object().set("error", error);
    }

    private static String trace() {
        byte[] random = new byte[11];
        ThreadLocalRandom.current().nextBytes(random);
        return "A" + HexFormat.of().formatHex(random);
    }
}
