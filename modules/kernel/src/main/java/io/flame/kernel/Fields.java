package io.flame.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads the fields of a JSON object and gathers everything that is wrong with them, so that the caller hears of all at
 * once. A field that is absent stays empty; {@link #has} tells it from an explicit null. What is not asked for is ignored.
 */
public final class Fields {

    private final JsonNode body;
    private final List<FieldError> errors = new ArrayList<>();

    private Fields(JsonNode body) {
        this.body = body;
    }

    /** @param body the request's body; anything but an object is refused */
    public static Fields of(JsonNode body) {
        if (!body.isObject()) {
            throw Problem.invalid("", "wrong_type", "The body must be a JSON object");
        }
        return new Fields(body);
    }

    public boolean has(String field) {
        return body.has(field);
    }

    public JsonNode node(String field) {
        return body.path(field);
    }

    public boolean isNull(String field) {
        return body.path(field).isNull();
    }

    /** A text of at most so many characters (code points) that is not blank. */
    public Optional<String> text(String field, int most) {
        JsonNode node = body.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            return refuse(field, "wrong_type", "must be a string");
        }
        String text = node.textValue();
        if (text.isBlank()) {
            return refuse(field, "blank", "must not be blank");
        }
        if (text.codePointCount(0, text.length()) > most) {
            return refuse(field, "too_long", "must have at most " + most + " characters");
        }
        return storable(field, text);
    }

    public Optional<String> requiredText(String field, int most) {
        if (body.path(field).isMissingNode() || body.path(field).isNull()) {
            return refuse(field, "required", "is required");
        }
        return text(field, most);
    }

    /** One of a closed vocabulary. */
    public <T> Optional<T> word(String field, List<T> vocabulary, Function<T, String> spelling) {
        JsonNode node = body.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        Optional<T> found = vocabulary.stream()
                .filter(each -> node.isTextual() && spelling.apply(each).equals(node.textValue()))
                .findFirst();
        if (found.isEmpty()) {
            error(
                    field,
                    "unknown_value",
                    "must be one of "
                            + String.join(
                                    ", ", vocabulary.stream().map(spelling).toList()));
        }
        return found;
    }

    public Optional<UUID> uuid(String field) {
        JsonNode node = body.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        Optional<UUID> found = node.isTextual() ? Ids.parse(node.textValue()) : Optional.empty();
        if (found.isEmpty()) {
            error(field, "wrong_type", "must be a UUID");
        }
        return found;
    }

    public void error(String field, String code, String message) {
        errors.add(new FieldError(field, code, field + " " + message));
    }

    /** Throws when anything was wrong. */
    public void check() {
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }

    /** PostgreSQL stores no NUL, and UTF-8 has no lone surrogates. */
    private Optional<String> storable(String field, String text) {
        boolean bad = text.codePoints().anyMatch(point -> point == 0 || (point >= 0xD800 && point <= 0xDFFF));
        return bad ? refuse(field, "unstorable", "must not hold NUL or lone surrogates") : Optional.of(text);
    }

    private Optional<String> refuse(String field, String code, String message) {
        error(field, code, message);
        return Optional.empty();
    }
}
