package io.flame.assistant;

import java.time.Instant;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Whether an assistant is on duty at a moment, and why.
 *
 * @param localTime the moment on the clocks of {@code timeZone}
 * @param reason {@code within_schedule}, {@code always_on_duty}, {@code within_exception}, {@code outside_schedule},
 *     {@code closed_exception}, {@code closed_holiday} or {@code assistant_inactive}
 * @param range the range that puts it on duty
 * @param exception the exception or holiday that decides instead of the week
 * @param nextChange when it goes on or off duty next; null if no change is in sight
 */
public record SchedulePreview(
        Instant at,
        String timeZone,
        LocalDateTime localTime,
        boolean active,
        String reason,
        @Nullable RangeView range,
        @Nullable SpecialDayView exception,
        @Nullable Instant nextChange) {}
