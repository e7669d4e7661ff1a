package io.flame.provisioning;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An export or an import, and how far it has got.
 *
 * @param kind {@code export} or {@code import}
 * @param state {@code waiting}, {@code running}, {@code failed} or {@code done}; a failed one goes on by itself if it has a
 *     {@code nextAttemptAt}
 * @param step what is done now, or was done last
 * @param rowsDone rows that have been moved; an import moves each twice, the second time to compare
 * @param report of an export that is done, its manifest; of an import, what it has brought
 * @param holder the token of whoever works on it, or did last
 */
public record CapsuleRun(
        UUID id,
        String tenant,
        String kind,
        String state,
        Optional<String> step,
        long rowsDone,
        int attempts,
        Optional<String> error,
        Optional<Instant> nextAttemptAt,
        Optional<JsonNode> report,
        Instant startedAt,
        Instant updatedAt,
        @JsonIgnore Optional<String> file,
        @JsonIgnore JsonNode options,
        @JsonIgnore Optional<UUID> holder) {}
