package io.flame.messaging;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a message consists of. The original vocabulary, and what providers send beyond it. */
public enum MessageType {
    TEXT,
    IMAGE,
    FILE,
    AUDIO,
    VIDEO,
    STICKER,
    LOCATION,
    CONTACTS,
    /** What happened in the chat rather than what somebody says in it: an edit, a deletion, a changed number. */
    NOTICE,
    /** Something this version cannot show; what the provider sent is kept in the metadata under {@code raw}. */
    UNSUPPORTED;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
