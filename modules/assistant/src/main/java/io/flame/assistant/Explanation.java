package io.flame.assistant;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person needs to understand a decision; stored with it as JSON.
 *
 * @param chosenBy {@code conversation}, {@code integration} or {@code fallback}; null where no assistant was looked for
 * @param assistant the one the decision is about, if there is one
 * @param candidates all that were looked at, oldest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Explanation(@Nullable String chosenBy, @Nullable Note assistant, List<Note> candidates) {

    static final Explanation NOBODY_ASKED = new Explanation(null, null, List.of());

    /**
     * What was found about one assistant.
     *
     * @param duty why it is on duty or is not
     * @param range the range that matched
     * @param specialDay the name of the exception or holiday that decided
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Note(
            UUID id,
            String name,
            String type,
            String status,
            boolean onDuty,
            String duty,
            String timeZone,
            LocalDateTime localTime,
            @Nullable RangeView range,
            @Nullable String specialDay) {

        static Note of(Candidate candidate, Duty duty) {
            return new Note(
                    candidate.id(),
                    candidate.name(),
                    candidate.type().word(),
                    candidate.status().word(),
                    duty.onDuty(),
                    duty.reason().word(),
                    candidate.hours().zone().getId(),
                    duty.local().toLocalDateTime().truncatedTo(ChronoUnit.SECONDS),
                    duty.matchedRange(),
                    duty.specialDay() == null ? null : duty.specialDay().name());
        }
    }
}
