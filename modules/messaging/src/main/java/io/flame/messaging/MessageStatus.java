package io.flame.messaging;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Where an outgoing message stands. It only ever moves forward: queued, unknown, sent, delivered, read; {@code failed} is
 * final unless the provider later says that the message did arrive.
 */
public enum MessageStatus {
    /** Stored, not yet taken by the provider. */
    QUEUED,
    /** A send was cut off: the provider may or may not have taken it. It is never repeated; a status webhook settles it. */
    UNKNOWN,
    /** The provider has taken it. */
    SENT,
    /** The provider refused it, or gave it up. */
    FAILED,
    DELIVERED,
    READ;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static MessageStatus of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /**
     * The state after hearing of another: whichever is further on. The order of the constants is the order of the lattice,
     * so what is heard late or twice changes nothing.
     */
    public MessageStatus join(MessageStatus heard) {
        return compareTo(heard) >= 0 ? this : heard;
    }
}
