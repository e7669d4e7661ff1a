package io.flame.assistant;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A date that differs from the week, as the API shows it.
 *
 * @param assistantId whose exception it is; null for a holiday of all assistants
 * @param closed whether nobody is on duty on that date; otherwise from {@code startTime} to {@code endTime}
 */
public record SpecialDayView(
        UUID id,
        @Nullable UUID assistantId,
        LocalDate date,
        String name,
        boolean closed,
        @Nullable String startTime,
        @Nullable String endTime,
        Instant createdAt) {

    static SpecialDayView of(SpecialDay day) {
        return new SpecialDayView(
                day.id(),
                day.assistantId(),
                day.date(),
                day.name(),
                day.isClosed(),
                day.start() == null ? null : WallTime.format(day.start()),
                day.end() == null ? null : WallTime.format(day.end()),
                day.createdAt());
    }
}
