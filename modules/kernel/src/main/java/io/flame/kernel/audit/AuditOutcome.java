package io.flame.kernel.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of it. */
public enum AuditOutcome {
    DONE,
    REFUSED,
    FAILED;

    /** What an HTTP status means. */
    public static AuditOutcome of(int status) {
        if (status >= 500) {
            return FAILED;
        }
        return status >= 400 ? REFUSED : DONE;
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
