package io.flame.identity.people;

import io.flame.identity.Role;
import io.flame.kernel.Problem;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which people are wanted; several filters mean all of them.
 *
 * @param text a part of the name or of the e-mail address
 */
public record PeopleFilter(Optional<Role> role, Optional<Boolean> active, Optional<String> text) {

    static final List<Role> MEMBER_ROLES = List.of(Role.ADMIN, Role.AGENT, Role.USER);

    private static final int LONGEST_TEXT = 200;

    /** Reads query parameters; 422 for a value that cannot match anything. */
    public static PeopleFilter of(@Nullable String role, @Nullable String active, @Nullable String text) {
        return new PeopleFilter(
                Optional.ofNullable(role).map(PeopleFilter::role),
                Optional.ofNullable(active).map(PeopleFilter::flag),
                Optional.ofNullable(text).map(PeopleFilter::text).filter(words -> !words.isEmpty()));
    }

    /** Appends conditions to a WHERE clause; no text of a caller's becomes SQL. */
    void appendTo(StringBuilder where, List<@Nullable Object> values) {
        role.ifPresent(wanted -> add(where, values, " AND role = ?", wanted.word()));
        active.ifPresent(wanted -> add(where, values, " AND is_active = ?", wanted));
        text.map(PeopleFilter::pattern).ifPresent(pattern -> {
            add(where, values, " AND (name ILIKE ? OR email ILIKE ?)", pattern);
            values.add(pattern);
        });
    }

    private static void add(StringBuilder where, List<@Nullable Object> values, String sql, Object value) {
        where.append(sql);
        values.add(value);
    }

    private static String pattern(String words) {
        return "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    private static Role role(String word) {
        return Role.of(word)
                .filter(MEMBER_ROLES::contains)
                .orElseThrow(() -> Problem.invalid("role", "unknown_value", "role must be admin, agent or user"));
    }

    private static boolean flag(String word) {
        if (!word.equals("true") && !word.equals("false")) {
            throw Problem.invalid("active", "wrong_type", "active must be true or false");
        }
        return word.equals("true");
    }

    private static String text(String words) {
        if (words.length() > LONGEST_TEXT || words.indexOf('\0') >= 0) {
            throw Problem.invalid("q", "too_long", "q must have at most " + LONGEST_TEXT + " characters and no NUL");
        }
        return words.strip();
    }
}
