package io.flame.assistant;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An assistant as the decision sees it. */
record Candidate(
        UUID id,
        String name,
        AssistantType type,
        AssistantStatus status,
        @Nullable String autoResponse,
        OpeningHours hours) {}
