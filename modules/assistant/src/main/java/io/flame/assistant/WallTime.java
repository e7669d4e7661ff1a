package io.flame.assistant;

import java.time.LocalTime;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times of day as the API writes them: {@code HH:MM}, with seconds where they matter; {@code 24:00} ends a day. */
final class WallTime {

    /** The last microsecond of a day, which is how the database keeps {@code 24:00}. */
    static final LocalTime END_OF_DAY = LocalTime.of(23, 59, 59, 999_999_000);

    private static final Pattern TIME = Pattern.compile("(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?");
    private static final Pattern MIDNIGHT_AT_THE_END = Pattern.compile("24:00(?::00)?");

    private WallTime() {}

    /** Reads a time at which a range may start. */
    static Optional<LocalTime> parseStart(String text) {
        return TIME.matcher(text).matches() ? Optional.of(LocalTime.parse(text)) : Optional.empty();
    }

    /** Reads a time at which a range may end, which may also be {@code 24:00}. */
    static Optional<LocalTime> parseEnd(String text) {
        return MIDNIGHT_AT_THE_END.matcher(text).matches() ? Optional.of(END_OF_DAY) : parseStart(text);
    }

    static String format(LocalTime time) {
        if (isEndOfDay(time)) {
            return "24:00";
        }
        return time.withNano(0).toString();
    }

    static boolean isEndOfDay(LocalTime time) {
        return !time.isBefore(END_OF_DAY);
    }
}
