package io.flame.assistant;

import java.util.Optional;
import java.util.UUID;

/** What is to happen with a customer's turn. */
sealed interface Decision {

    Reason reason();

    Explanation explanation();

    /** Say this, in the name of this assistant. */
    record Answer(UUID assistantId, String text, Reason reason, Explanation explanation) implements Decision {}

    /** Say nothing. The assistant is the one that would have answered, where one was chosen. */
    record Silence(Optional<UUID> assistantId, Reason reason, Explanation explanation) implements Decision {}
}
