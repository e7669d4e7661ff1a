package io.flame.assistant;

import java.util.Locale;

/** Why an assistant is on duty, or why it is not. */
enum DutyReason {
    WITHIN_SCHEDULE(true),
    /** It has no enabled range at all. */
    ALWAYS_ON_DUTY(true),
    WITHIN_EXCEPTION(true),
    OUTSIDE_SCHEDULE(false),
    CLOSED_EXCEPTION(false),
    CLOSED_HOLIDAY(false);

    private final boolean onDuty;

    DutyReason(boolean onDuty) {
        this.onDuty = onDuty;
    }

    boolean onDuty() {
        return onDuty;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
