package io.flame.assistant;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * A span of time on the clocks of one place.
 *
 * @param until exclusive
 */
record LocalSpan(LocalDateTime from, LocalDateTime until) {

    static LocalSpan wholeDay(LocalDate date) {
        return new LocalSpan(date.atStartOfDay(), date.plusDays(1).atStartOfDay());
    }

    /** @param end on {@code lastDate}; the end of the day means the midnight that follows */
    static LocalSpan of(LocalDate date, LocalTime start, LocalDate lastDate, LocalTime end) {
        LocalDateTime until = WallTime.isEndOfDay(end) ? lastDate.plusDays(1).atStartOfDay() : lastDate.atTime(end);
        return new LocalSpan(date.atTime(start), until);
    }

    boolean contains(LocalDateTime time) {
        return !time.isBefore(from) && time.isBefore(until);
    }
}
