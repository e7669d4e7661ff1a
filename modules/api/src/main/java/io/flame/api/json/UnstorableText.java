package io.flame.api.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.flame.kernel.FieldError;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds text that PostgreSQL cannot store: NUL and halves of surrogate pairs. In valid UTF-8 they can only come as
 * {@code \\u} escapes, so a body without any is not looked at twice.
 */
final class UnstorableText {

    private static final int MAX_ERRORS = 20;

    private UnstorableText() {}

    static void check(String json) throws IOException {
        if (!json.contains("\\u")) {
            return;
        }
        List<FieldError> errors = find(json);
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }

    private static List<FieldError> find(String json) throws IOException {
        List<FieldError> errors = new ArrayList<>();
        try (JsonParser parser = Json.mapper().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                boolean text = token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME;
                if (text && !isStorable(parser.getText()) && errors.size() < MAX_ERRORS) {
                    String path = token == JsonToken.FIELD_NAME
                            ? pathOf(parser.getParsingContext().getParent())
                            : pathOf(parser.getParsingContext());
                    errors.add(new FieldError(path, "invalid_character", "must not hold NUL or half a surrogate pair"));
                }
            }
        }
        return errors;
    }

    static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == 0 || Character.isLowSurrogate(character)) {
                return false;
            }
            if (Character.isHighSurrogate(character)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static String pathOf(JsonStreamContext context) {
        if (context == null || context.inRoot()) {
            return "";
        }
        String parent = pathOf(context.getParent());
        if (context.inArray()) {
            return parent + "[" + context.getCurrentIndex() + "]";
        }
        return parent + (parent.isEmpty() ? "" : ".") + context.getCurrentName();
    }
}
