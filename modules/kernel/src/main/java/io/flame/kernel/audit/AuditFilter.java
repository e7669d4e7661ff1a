package io.flame.kernel.audit;

import io.flame.kernel.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the log are wanted; what is null does not matter.
 *
 * @param actor id or e-mail address
 * @param action a part of the operation, such as {@code DELETE} or {@code /api/users}
 * @param from the first instant
 * @param to the instant after the last
 */
public record AuditFilter(
        @Nullable String actor,
        @Nullable String action,
        @Nullable String target,
        @Nullable Instant from,
        @Nullable Instant to) {

    private static final int MOST_TEXT = 255;

    /** Reads the query parameters of the same names; 422 naming the one that is wrong. */
    public static AuditFilter of(
            @Nullable String actor,
            @Nullable String action,
            @Nullable String target,
            @Nullable String from,
            @Nullable String to) {
        return new AuditFilter(
                text("actor", actor),
                text("action", action),
                text("target", target),
                instant("from", from),
                instant("to", to));
    }

    /** The conditions, each followed by {@code AND}; {@code values} gets what they are to be compared with. */
    String conditions(List<Object> values) {
        List<String> conditions = new ArrayList<>();
        if (actor != null) {
            conditions.add("(actor_id = ? OR lower(actor_email) = ?)");
            values.add(actor);
            values.add(actor.toLowerCase(Locale.ROOT));
        }
        compare("position(? in action) > 0", action, conditions, values);
        compare("target = ?", target, conditions, values);
        compare("at >= ?", from, conditions, values);
        compare("at < ?", to, conditions, values);
        conditions.add("");
        return String.join(" AND ", conditions);
    }

    private static void compare(
            String condition, @Nullable Object value, List<String> conditions, List<Object> values) {
        if (value != null) {
            conditions.add(condition);
            values.add(value);
        }
    }

    private static @Nullable String text(String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (text.length() > MOST_TEXT || text.indexOf('\0') >= 0) {
            throw Problem.invalid(name, "too_long", name + " must be at most " + MOST_TEXT + " characters");
        }
        return text;
    }

    private static @Nullable Instant instant(String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            if (time.getYear() >= 1 && time.getYear() <= 9999) {
                return time.toInstant();
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw Problem.invalid(name, "wrong_format", name + " must look like 2026-01-31T09:00:00Z");
    }
}
