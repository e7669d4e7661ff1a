package io.flame.assistant;

import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The range that puts an assistant on duty.
 *
 * @param id of the schedule, the exception or the holiday
 * @param dayOfWeek 0 (Sunday) to 6 on which a schedule's range begins; null for an exception
 * @param date of an exception or holiday; null for a schedule
 * @param name of an exception or holiday; null for a schedule
 */
public record RangeView(
        UUID id,
        @Nullable Integer dayOfWeek,
        @Nullable LocalDate date,
        @Nullable String name,
        String startTime,
        String endTime,
        boolean overnight) {

    static RangeView of(WeeklyRange range) {
        return new RangeView(
                range.id(),
                range.dayNumber(),
                null,
                null,
                WallTime.format(range.start()),
                WallTime.format(range.end()),
                range.overnight());
    }

    static RangeView of(SpecialDay day) {
        return new RangeView(
                day.id(),
                null,
                day.date(),
                day.name(),
                WallTime.format(Objects.requireNonNull(day.start())),
                WallTime.format(Objects.requireNonNull(day.end())),
                false);
    }
}
