package io.flame.kernel.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.flame.kernel.Json;
import io.flame.kernel.persistence.Change;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields in which a thing differs from what it was. What is secret by its name shows only that it has changed. */
record AuditDifference(@Nullable String before, @Nullable String after) {

    private static final Pattern SECRET =
            Pattern.compile("(?i).*(password|secret|token|credential|hash|(api|private|access|master)_?key).*|key");
    private static final JsonNode HIDDEN = TextNode.valueOf("***");
    private static final int MOST_TEXT = 2_000;

    static final AuditDifference NONE = new AuditDifference(null, null);

    static AuditDifference of(Optional<Change> change) {
        return change.map(told -> of(tree(told.before()), tree(told.after()))).orElse(NONE);
    }

    private static AuditDifference of(JsonNode before, JsonNode after) {
        ObjectNode was = JsonNodeFactory.instance.objectNode();
        ObjectNode is = JsonNodeFactory.instance.objectNode();
        before.properties().stream()
                .filter(field -> !field.getValue().equals(after.get(field.getKey())))
                .forEach(field -> show(field, was));
        after.properties().stream()
                .filter(field -> !field.getValue().equals(before.get(field.getKey())))
                .forEach(field -> show(field, is));
        return new AuditDifference(text(was), text(is));
    }

    private static JsonNode tree(@Nullable Object thing) {
        JsonNode tree = thing == null ? null : Json.mapper().valueToTree(thing);
        return tree != null && tree.isObject() ? tree : JsonNodeFactory.instance.objectNode();
    }

    private static void show(Map.Entry<String, JsonNode> field, ObjectNode into) {
        into.set(field.getKey(), shown(field.getKey(), field.getValue()));
    }

    private static JsonNode shown(String name, JsonNode value) {
        if (SECRET.matcher(name).matches() && !value.isNumber()) {
            return HIDDEN;
        }
        if (value.isObject()) {
            ObjectNode inner = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(field -> show(field, inner));
            return inner;
        }
        if (value.isArray()) {
            var list = JsonNodeFactory.instance.arrayNode();
            value.forEach(each -> list.add(shown("", each)));
            return list;
        }
        return value.isTextual() ? TextNode.valueOf(AuditText.cut(value.textValue(), MOST_TEXT)) : value;
    }

    private static @Nullable String text(ObjectNode fields) {
        return fields.isEmpty() ? null : Json.write(fields);
    }
}
