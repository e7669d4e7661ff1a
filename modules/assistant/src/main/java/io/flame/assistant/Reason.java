package io.flame.assistant;

import java.util.Locale;

/** Why a customer was answered, or why not; the words are stored and never change their meaning. */
enum Reason {
    WITHIN_SCHEDULE,
    ALWAYS_ON_DUTY,
    WITHIN_EXCEPTION,
    /** The provider no longer lets a business answer freely. */
    REPLY_WINDOW_CLOSED,
    /** So many answers in a minute: most likely two machines are talking with each other. */
    LOOP_SUSPECTED,
    PERSON_ON_IT,
    /** The customer has not said anything: an edit or a deletion is no question. */
    NOTHING_SAID,
    NO_ASSISTANT,
    ASSISTANT_INACTIVE,
    OUTSIDE_SCHEDULE,
    NOT_TRAINED,
    NO_TEXT,
    /** The tenant has sent as many messages this month as its plan allows. */
    QUOTA_EXCEEDED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Reason of(DutyReason duty) {
        return switch (duty) {
            case WITHIN_SCHEDULE -> WITHIN_SCHEDULE;
            case ALWAYS_ON_DUTY -> ALWAYS_ON_DUTY;
            case WITHIN_EXCEPTION -> WITHIN_EXCEPTION;
            case OUTSIDE_SCHEDULE, CLOSED_EXCEPTION, CLOSED_HOLIDAY -> OUTSIDE_SCHEDULE;
        };
    }
}
