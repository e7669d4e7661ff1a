package io.flame.identity;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** Which of a tenant's conversations a member may see; it does not limit administrators. */
public enum Visibility {
    /** Every conversation. */
    ALL,
    /** Those assigned to the member or to somebody in one of the member's teams. */
    TEAM,
    /** Those assigned to the member. */
    OWN;

    /** As it stands in JSON and in the table. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Visibility> of(String word) {
        for (Visibility visibility : values()) {
            if (visibility.word().equals(word)) {
                return Optional.of(visibility);
            }
        }
        return Optional.empty();
    }
}
