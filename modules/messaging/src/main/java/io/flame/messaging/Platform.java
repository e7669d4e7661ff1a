package io.flame.messaging;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** The networks on which customers write. */
public enum Platform {
    WHATSAPP,
    FACEBOOK,
    INSTAGRAM,
    TELEGRAM,
    WEBCHAT;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Platform> of(String word) {
        for (Platform platform : values()) {
            if (platform.word().equals(word)) {
                return Optional.of(platform);
            }
        }
        return Optional.empty();
    }
}
