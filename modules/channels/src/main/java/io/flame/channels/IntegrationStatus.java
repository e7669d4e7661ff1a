package io.flame.channels;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether an integration works. Messages are received in every state; they are sent only while it is active. */
public enum IntegrationStatus {
    /** Connected, as far as we know. */
    ACTIVE,
    /** Not connected yet, or disconnected by a person. */
    INACTIVE,
    /** The provider refuses it; sending waits until a person has connected it again. */
    ERROR;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static IntegrationStatus of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
