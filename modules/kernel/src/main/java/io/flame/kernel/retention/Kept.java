package io.flame.kernel.retention;

import org.jspecify.annotations.Nullable;

/** What a tenant may say how long to keep. */
public enum Kept {
    /** Messages with their decisions and files. */
    MESSAGES("messagesDays", 30, null),
    /** Files that customers sent; never longer than the messages they came with. */
    FILES("filesDays", 7, null),
    /** The event log, which repeats what was said; never longer than the messages. */
    EVENTS("eventsDays", 7, 90),
    /** The audit log. */
    AUDIT("auditDays", 180, 730);

    /** Ten years. */
    static final int MOST_DAYS = 3_650;

    private final String field;
    private final int leastDays;
    private final @Nullable Integer usualDays;

    Kept(String field, int leastDays, @Nullable Integer usualDays) {
        this.field = field;
        this.leastDays = leastDays;
        this.usualDays = usualDays;
    }

    /** The name of the field that sets it. */
    String field() {
        return field;
    }

    int leastDays() {
        return leastDays;
    }

    /** Where nothing is said; null for keeping it until somebody removes it. */
    @Nullable
    Integer usualDays() {
        return usualDays;
    }
}
