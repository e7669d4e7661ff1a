package io.flame.assistant;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A tenant's assistants, and its rules for choosing among them.
 *
 * @param candidates oldest first
 * @param fallback whether any assistant on duty may answer where none is chosen
 * @param personStays how long after a person's last message in a conversation assigned to that person assistants keep
 *     out of it
 */
record Team(List<Candidate> candidates, boolean fallback, Duration personStays) {

    static final Duration PERSON_STAYS = Duration.ofMinutes(30);

    Optional<Candidate> member(UUID id) {
        return candidates.stream().filter(each -> each.id().equals(id)).findFirst();
    }
}
