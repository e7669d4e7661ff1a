package io.flame.assistant;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An assistant as the API shows it.
 *
 * @param userId who made it; null when that person is gone
 * @param type {@code auto} or {@code ai}
 * @param status {@code active}, {@code inactive} or {@code training}
 * @param autoResponse the text an {@code auto} assistant answers with
 * @param timeZone the region whose clocks its schedules follow; null means the tenant's
 */
public record AssistantView(
        UUID id,
        @Nullable UUID userId,
        String name,
        @Nullable String description,
        String type,
        String status,
        @Nullable String autoResponse,
        @Nullable String aiPrompt,
        @Nullable String timeZone,
        Instant createdAt,
        Instant updatedAt) {}
