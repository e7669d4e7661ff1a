package io.flame.assistant;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One date that differs from the week: closed all day, or open in another range.
 *
 * @param assistantId whose date it is, or null for a holiday of the whole tenant
 * @param start null when closed, as is {@code end}
 */
record SpecialDay(
        UUID id,
        @Nullable UUID assistantId,
        LocalDate date,
        String name,
        @Nullable LocalTime start,
        @Nullable LocalTime end,
        Instant createdAt) {

    boolean isClosed() {
        return start == null || end == null;
    }

    boolean isHoliday() {
        return assistantId == null;
    }

    /** The span in which it is open; empty when closed. */
    LocalSpan span() {
        if (start == null || end == null) {
            return new LocalSpan(date.atStartOfDay(), date.atStartOfDay());
        }
        return LocalSpan.of(date, start, date, end);
    }

    /** Whether both cannot stand for the same date: a closed day bears no other. */
    boolean collidesWith(SpecialDay other) {
        if (!date.equals(other.date)) {
            return false;
        }
        return isClosed()
                || other.isClosed()
                || (span().from().isBefore(other.span().until())
                        && other.span().from().isBefore(span().until()));
    }
}
