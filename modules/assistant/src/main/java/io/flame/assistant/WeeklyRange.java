package io.flame.assistant;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Duty hours that come back every week, on the clocks of the assistant's place.
 *
 * @param day the day on which it begins
 * @param end exclusive; {@link WallTime#END_OF_DAY} is the midnight that ends the day
 * @param overnight whether it ends on the next day
 */
record WeeklyRange(UUID id, DayOfWeek day, LocalTime start, LocalTime end, boolean overnight) {

    private static final Duration WEEK = Duration.ofDays(7);

    /** Any Monday: overlaps are looked for in a week without clock changes. */
    private static final LocalDate MONDAY = LocalDate.of(2024, 1, 1);

    /** The span that begins on this date, which must be a {@link #day}. */
    LocalSpan on(LocalDate date) {
        return LocalSpan.of(date, start, overnight ? date.plusDays(1) : date, end);
    }

    /** Whether both hold at some time of the week; a week is a circle, so Saturday night reaches into Sunday. */
    boolean overlaps(WeeklyRange other) {
        return begins(other, this) || begins(this, other);
    }

    /** The API counts the days of the week from Sunday = 0. */
    int dayNumber() {
        return dayNumber(day);
    }

    static int dayNumber(DayOfWeek day) {
        return day.getValue() % 7;
    }

    static DayOfWeek dayOfWeek(int number) {
        return number == 0 ? DayOfWeek.SUNDAY : DayOfWeek.of(number);
    }

    private static boolean begins(WeeklyRange second, WeeklyRange first) {
        LocalSpan one = first.inSomeWeek();
        long gap = Math.floorMod(
                ChronoUnit.MICROS.between(one.from(), second.inSomeWeek().from()), micros(WEEK));
        return gap < ChronoUnit.MICROS.between(one.from(), one.until());
    }

    private LocalSpan inSomeWeek() {
        return on(MONDAY.plusDays(day.getValue() - 1L));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
