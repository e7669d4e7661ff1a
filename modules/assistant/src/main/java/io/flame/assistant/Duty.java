package io.flame.assistant;

import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Whether an assistant is on duty at a moment.
 *
 * @param local the moment on the clocks of its place
 * @param range the weekly range that holds, if one does
 * @param specialDay the exception or holiday that decides instead of the week, if one does
 */
record Duty(
        DutyReason reason,
        ZonedDateTime local,
        @Nullable WeeklyRange range,
        @Nullable SpecialDay specialDay) {

    boolean onDuty() {
        return reason.onDuty();
    }

    /** The range it is on duty in, as the API shows it. */
    @Nullable
    RangeView matchedRange() {
        if (range != null) {
            return RangeView.of(range);
        }
        return specialDay != null && onDuty() ? RangeView.of(specialDay) : null;
    }
}
