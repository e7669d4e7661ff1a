package io.flame.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of a conversation are to be changed, and to what. Fields that the body does not name stay as they are, so
 * that two people who change different things do not undo each other.
 */
public final class ConversationChange {

    private static final int MOST_TAGS = 50;
    private static final int TAG_LENGTH = 100;

    /** Column and new value, by the name the API has for it. */
    private record Column(String name, @Nullable Object value) {}

    private final Map<String, Column> columns = new LinkedHashMap<>();

    private ConversationChange() {}

    public static ConversationChange of(JsonNode body) {
        Fields fields = Fields.of(body);
        ConversationChange change = new ConversationChange();
        change.required(fields, "contactName", "contact_name", fields.text("contactName", 255));
        change.clearable(fields, "contactPhone", "contact_phone", fields.text("contactPhone", 50));
        change.clearable(fields, "contactEmail", "contact_email", fields.text("contactEmail", 255));
        change.required(
                fields,
                "status",
                "status",
                fields.word("status", List.of(ConversationStatus.values()), ConversationStatus::word));
        change.required(
                fields, "priority", "priority", fields.word("priority", List.of(Priority.values()), Priority::word));
        change.clearable(fields, "assignedAssistantId", "assigned_assistant_id", fields.uuid("assignedAssistantId"));
        change.clearable(fields, "userId", "user_id", fields.uuid("userId"));
        change.required(fields, "tags", "tags", tags(fields));
        change.required(fields, "unreadCount", "unread_count", unread(fields));
        fields.check();
        return change;
    }

    /** Only the status, which the body must name. */
    public static ConversationChange ofStatus(JsonNode body) {
        Fields fields = Fields.of(body);
        ConversationChange change = new ConversationChange();
        Optional<ConversationStatus> status =
                fields.word("status", List.of(ConversationStatus.values()), ConversationStatus::word);
        if (!fields.has("status") || fields.isNull("status")) {
            fields.error("status", "required", "is required");
        }
        change.required(fields, "status", "status", status);
        fields.check();
        return change;
    }

    List<String> fields() {
        return List.copyOf(columns.keySet());
    }

    boolean isEmpty() {
        return columns.isEmpty();
    }

    String assignments() {
        return String.join(
                ", ",
                columns.values().stream().map(column -> column.name() + " = ?").toList());
    }

    List<@Nullable Object> values() {
        List<@Nullable Object> values = new ArrayList<>();
        columns.values().forEach(column -> values.add(column.value()));
        return values;
    }

    private void required(Fields fields, String field, String column, Optional<?> value) {
        if (fields.has(field) && fields.isNull(field)) {
            fields.error(field, "required", "must not be null");
        }
        value.ifPresent(given -> columns.put(field, new Column(column, given)));
    }

    private void clearable(Fields fields, String field, String column, Optional<?> value) {
        if (fields.has(field)) {
            columns.put(field, new Column(column, value.orElse(null)));
        }
    }

    /** An agent can only say that everything has been read. */
    private static Optional<Integer> unread(Fields fields) {
        JsonNode node = fields.node("unreadCount");
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isInt() || node.intValue() != 0) {
            fields.error("unreadCount", "unknown_value", "can only be set to 0");
        }
        return Optional.of(0);
    }

    static Optional<String[]> tags(Fields fields) {
        JsonNode node = fields.node("tags");
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        List<String> tags = new ArrayList<>();
        boolean good = node.isArray() && node.size() <= MOST_TAGS;
        for (JsonNode tag : node) {
            good &= tag.isTextual()
                    && !tag.textValue().isBlank()
                    && tag.textValue().length() <= TAG_LENGTH
                    && tag.textValue().indexOf('\0') < 0;
            tags.add(tag.asText().strip());
        }
        if (!good) {
            fields.error("tags", "wrong_type", "must be at most 50 strings of 1 to 100 characters");
        }
        return Optional.of(tags.stream().distinct().toArray(String[]::new));
    }
}
