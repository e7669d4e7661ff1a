package io.flame.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted: by cursor, or by number for simple clients.
 *
 * @param limit 1 to 200 rows
 * @param cursor the parts of the cursor, empty for the first page
 * @param page 1 and up, when the caller counts pages
 */
public record PageRequest(int limit, Optional<List<String>> cursor, Optional<Integer> page) {

    private static final int MOST_ROWS = 200;
    private static final int MOST_PAGES = 10_000;
    private static final String SEPARATOR = "\n";

    /** Reads the query parameters {@code limit}, {@code cursor} and {@code page}. */
    public static PageRequest of(
            @Nullable String limit, @Nullable String cursor, @Nullable String page, int defaultLimit) {
        int rows = limit == null ? defaultLimit : number("limit", limit, MOST_ROWS);
        Optional<List<String>> parts = cursor == null ? Optional.empty() : Optional.of(decode(cursor));
        return new PageRequest(
                rows, parts, page == null ? Optional.empty() : Optional.of(number("page", page, MOST_PAGES)));
    }

    /** Makes the opaque cursor that {@link #of} reads again. */
    public static String cursor(Object... parts) {
        String joined = String.join(
                SEPARATOR, List.of(parts).stream().map(String::valueOf).toList());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(joined.getBytes(StandardCharsets.UTF_8));
    }

    /** The refusal of a cursor that this API did not make. */
    public static Problem invalidCursor() {
        return Problem.of(ProblemCode.INVALID_CURSOR, "The cursor was not made by this list");
    }

    public int offset() {
        return page.map(number -> (number - 1) * limit).orElse(0);
    }

    private static List<String> decode(String cursor) {
        try {
            String joined = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return List.of(joined.split(SEPARATOR, -1));
        } catch (IllegalArgumentException e) {
            throw invalidCursor();
        }
    }

    private static int number(String field, String text, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw Problem.invalid(field, "out_of_range", field + " must be a whole number from 1 to " + most);
    }
}
