package io.flame.assistant;

import java.util.Locale;

/** Whether an assistant may answer. {@code TRAINING} is set by the system alone. */
enum AssistantStatus {
    ACTIVE,
    INACTIVE,
    TRAINING;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static AssistantStatus of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
