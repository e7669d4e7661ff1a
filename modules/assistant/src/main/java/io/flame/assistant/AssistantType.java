package io.flame.assistant;

import java.util.Locale;

/** How an assistant finds its answer: the same text every time, or from what it has been taught. */
enum AssistantType {
    AUTO,
    AI;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static AssistantType of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
