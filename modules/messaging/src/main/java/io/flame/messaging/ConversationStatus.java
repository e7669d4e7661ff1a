package io.flame.messaging;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** Where a conversation stands. Active and pending ones are open: a contact has at most one open on an integration. */
public enum ConversationStatus {
    ACTIVE,
    PENDING,
    RESOLVED,
    ARCHIVED;

    public boolean isOpen() {
        return this == ACTIVE || this == PENDING;
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ConversationStatus> of(String word) {
        for (ConversationStatus each : values()) {
            if (each.word().equals(word)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
