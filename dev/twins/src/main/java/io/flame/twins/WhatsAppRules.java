package io.flame.twins;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the WhatsApp Cloud API refuses. Limits from Meta's OpenAPI description of the Business Messaging API. */
final class WhatsAppRules {
    private static final int LONGEST_TEXT = 4096;
    private static final int LONGEST_CAPTION = 1024;
    private static final int LONGEST_BODY = 1024;
    private static final int LONGEST_TITLE = 20;
    private static final int LONGEST_CALLBACK_DATA = 512;
    private static final int MOST_BUTTONS = 3;

    private static final Map<String, Function<JsonNode, Optional<GraphError>>> TYPES = Map.ofEntries(
            Map.entry("text", WhatsAppRules::text),
            Map.entry("image", WhatsAppRules::media),
            Map.entry("video", WhatsAppRules::media),
            Map.entry("audio", WhatsAppRules::media),
            Map.entry("document", WhatsAppRules::media),
            Map.entry("sticker", WhatsAppRules::media),
            Map.entry("interactive", WhatsAppRules::interactive),
            Map.entry("template", WhatsAppRules::template),
            Map.entry("location", content -> required(content, "location", "latitude", "longitude")),
            Map.entry("contacts", content -> Optional.empty()),
            Map.entry("reaction", content -> required(content, "reaction", "message_id")));

    private WhatsAppRules() {}

    /** The number in digits, else the business-scoped id, else an empty text. */
    static String recipient(JsonNode body) {
        String to = body.path("to").asText("");
        return Phone.bare(to.isBlank() ? body.path("recipient").asText("") : to);
    }

    static Optional<GraphError> refuse(JsonNode body) {
        if (!body.isObject()) {
            return Optional.of(GraphError.parameter("The request body is not a JSON object."));
        }
        if (!body.path("messaging_product").asText("").equals("whatsapp")) {
            return Optional.of(GraphError.parameter("The parameter messaging_product is required."));
        }
        if (body.path("biz_opaque_callback_data").asText("").length() > LONGEST_CALLBACK_DATA) {
            return tooLong("biz_opaque_callback_data", LONGEST_CALLBACK_DATA);
        }
        return address(body).or(() -> content(body));
    }

    private static Optional<GraphError> address(JsonNode body) {
        if (recipient(body).isEmpty()) {
            return Optional.of(GraphError.missing("to"));
        }
        boolean byNumber = !body.path("to").asText("").isBlank();
        return byNumber && !Phone.isNumber(recipient(body))
                ? Optional.of(GraphError.of(400, 131009, "Parameter 'to' is not a phone number."))
                : Optional.empty();
    }

    private static Optional<GraphError> content(JsonNode body) {
        String type = body.path("type").asText("text");
        Function<JsonNode, Optional<GraphError>> rule = TYPES.get(type);
        if (rule == null) {
            return Optional.of(GraphError.parameter("Param type must be one of " + TYPES.keySet()));
        }
        return body.hasNonNull(type) ? rule.apply(body.path(type)) : Optional.of(GraphError.missing(type));
    }

    private static Optional<GraphError> text(JsonNode text) {
        return required(text, "text", "body").or(() -> limit(text.path("body"), "text['body']", LONGEST_TEXT));
    }

    private static Optional<GraphError> media(JsonNode media) {
        if (!media.hasNonNull("id") && !media.hasNonNull("link")) {
            return Optional.of(GraphError.missing("id or link"));
        }
        return limit(media.path("caption"), "caption", LONGEST_CAPTION);
    }

    private static Optional<GraphError> template(JsonNode template) {
        return required(template, "template", "name")
                .or(() -> required(template.path("language"), "template['language']", "code"));
    }

    private static Optional<GraphError> interactive(JsonNode interactive) {
        JsonNode buttons = interactive.path("action").path("buttons");
        if (buttons.size() > MOST_BUTTONS) {
            return Optional.of(GraphError.parameter("At most " + MOST_BUTTONS + " buttons are allowed."));
        }
        for (JsonNode button : buttons) {
            Optional<GraphError> wrong = limit(button.path("reply").path("title"), "title", LONGEST_TITLE);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return required(interactive.path("body"), "interactive['body']", "text")
                .or(() -> limit(interactive.path("body").path("text"), "interactive['body']", LONGEST_BODY));
    }

    private static Optional<GraphError> required(JsonNode node, String where, String... fields) {
        for (String field : fields) {
            if (node.path(field).asText("").isEmpty()) {
                return Optional.of(GraphError.missing(where + "['" + field + "']"));
            }
        }
        return Optional.empty();
    }

    private static Optional<GraphError> limit(JsonNode node, String name, int longest) {
        String text = node.asText("");
        return text.codePointCount(0, text.length()) > longest ? tooLong(name, longest) : Optional.empty();
    }

    private static Optional<GraphError> tooLong(String name, int longest) {
        return Optional.of(GraphError.parameter("Param " + name + " must be at most " + longest + " characters long."));
    }
}
