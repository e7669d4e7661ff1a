package io.flame.assistant;

import java.time.Instant;
import java.util.UUID;

/**
 * A weekly range as the API shows it.
 *
 * @param dayOfWeek 0 (Sunday) to 6, the day on which it begins
 * @param startTime {@code HH:MM} or {@code HH:MM:SS} on the clocks of the assistant's time zone
 * @param endTime exclusive; {@code 24:00} is the end of the day
 * @param overnight whether it ends on the next day
 */
public record ScheduleView(
        UUID id,
        UUID assistantId,
        int dayOfWeek,
        String startTime,
        String endTime,
        boolean overnight,
        boolean enabled,
        Instant createdAt) {}
