package io.flame.messaging;

import io.flame.kernel.FieldError;
import io.flame.kernel.Ids;
import io.flame.kernel.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which conversations are wanted. Several values of one filter, separated by commas, mean any of them; several filters
 * mean all of them.
 *
 * @param assignee an agent's id, or {@code none}; empty for anybody
 * @param search words looked for in the contact's name, phone and e-mail and in every message
 */
public record ConversationFilter(
        List<String> status,
        List<String> priority,
        List<String> platform,
        Optional<String> assignee,
        List<String> tags,
        Optional<String> search,
        boolean unread) {

    private static final int SEARCH_LENGTH = 200;
    private static final String NOBODY = "none";

    /** The parts of a WHERE clause and their values; no text of a caller's ever becomes SQL. */
    record Clause(String sql, List<Object> values) {

        /** @param more SQL that begins with {@code AND}, or nothing */
        Clause and(Clause more) {
            List<Object> all = new ArrayList<>(values);
            all.addAll(more.values());
            return new Clause(sql + more.sql(), all);
        }
    }

    /** Reads query parameters; {@code me} as assignee is the caller. */
    public static ConversationFilter of(
            @Nullable String status,
            @Nullable String priority,
            @Nullable String platform,
            @Nullable String assignee,
            @Nullable String tag,
            @Nullable String search,
            @Nullable String unread,
            UUID caller) {
        List<FieldError> errors = new ArrayList<>();
        ConversationFilter filter = new ConversationFilter(
                words("status", status, word -> ConversationStatus.of(word).isPresent(), errors),
                words("priority", priority, word -> Priority.of(word).isPresent(), errors),
                words("platform", platform, word -> Platform.of(word).isPresent(), errors),
                assignee(assignee, caller, errors),
                words("tag", tag, word -> !word.isBlank(), errors),
                search(search, errors),
                flag("unread", unread, errors));
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return filter;
    }

    Clause clause() {
        StringBuilder sql = new StringBuilder("true");
        List<Object> values = new ArrayList<>();
        anyOf(sql, values, "c.status", status);
        anyOf(sql, values, "c.priority", priority);
        anyOf(sql, values, "c.platform", platform);
        if (!tags.isEmpty()) {
            sql.append(" AND c.tags && ?");
            values.add(tags.toArray(String[]::new));
        }
        if (unread) {
            sql.append(" AND c.unread_count > 0");
        }
        assignee.ifPresent(who -> assignedTo(sql, values, who));
        search.ifPresent(words -> matching(sql, values, words));
        return new Clause(sql.toString(), values);
    }

    private static void anyOf(StringBuilder sql, List<Object> values, String column, List<String> words) {
        if (!words.isEmpty()) {
            sql.append(" AND ").append(column).append(" = ANY (?)");
            values.add(words.toArray(String[]::new));
        }
    }

    private static void assignedTo(StringBuilder sql, List<Object> values, String who) {
        if (NOBODY.equals(who)) {
            sql.append(" AND c.user_id IS NULL");
            return;
        }
        sql.append(" AND c.user_id = ?");
        values.add(UUID.fromString(who));
    }

    private static void matching(StringBuilder sql, List<Object> values, String words) {
        String pattern = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
        sql.append(" AND ").append("""
                (c.contact_name ILIKE ? OR c.contact_phone LIKE ? OR c.contact_email ILIKE ? OR c.id IN (
                    SELECT m.conversation_id FROM messages m
                     WHERE to_tsvector('simple', m.content) @@ websearch_to_tsquery('simple', ?)))""");
        values.addAll(List.of(pattern, pattern, pattern, words));
    }

    private static List<String> words(
            String field, @Nullable String text, Predicate<String> known, List<FieldError> errors) {
        if (text == null) {
            return List.of();
        }
        List<String> words =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        words.stream()
                .filter(known.negate())
                .findFirst()
                .ifPresent(
                        word -> errors.add(new FieldError(field, "unknown_value", "'" + word + "' is not a " + field)));
        return words;
    }

    private static Optional<String> assignee(@Nullable String text, UUID caller, List<FieldError> errors) {
        if (text == null) {
            return Optional.empty();
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("me")) {
            return Optional.of(caller.toString());
        }
        if (!lower.equals(NOBODY) && Ids.parse(text).isEmpty()) {
            errors.add(new FieldError("assignee", "wrong_type", "assignee must be a UUID, me or none"));
        }
        return Optional.of(lower);
    }

    private static Optional<String> search(@Nullable String text, List<FieldError> errors) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        if (text.length() > SEARCH_LENGTH || text.indexOf('\0') >= 0) {
            errors.add(
                    new FieldError("q", "too_long", "q must have at most " + SEARCH_LENGTH + " characters and no NUL"));
        }
        return Optional.of(text.strip());
    }

    private static boolean flag(String field, @Nullable String text, List<FieldError> errors) {
        if (text != null && !text.equals("true") && !text.equals("false")) {
            errors.add(new FieldError(field, "wrong_type", field + " must be true or false"));
        }
        return "true".equals(text);
    }
}
