package io.flame.kernel.retention;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** For how many days a tenant keeps what it has; null is until somebody removes it. */
public record Retention(
        @Nullable Integer messagesDays,
        @Nullable Integer filesDays,
        @Nullable Integer eventsDays,
        @Nullable Integer auditDays) {

    /** What holds where nobody has said anything. */
    static Retention usual() {
        return new Retention(
                Kept.MESSAGES.usualDays(), Kept.FILES.usualDays(), Kept.EVENTS.usualDays(), Kept.AUDIT.usualDays());
    }

    @Nullable
    Integer said(Kept kept) {
        return switch (kept) {
            case MESSAGES -> messagesDays;
            case FILES -> filesDays;
            case EVENTS -> eventsDays;
            case AUDIT -> auditDays;
        };
    }

    /** The days that hold: nothing outlives the messages whose words it repeats. */
    Optional<Integer> days(Kept kept) {
        Optional<Integer> own = Optional.ofNullable(said(kept));
        if (kept == Kept.AUDIT) {
            return own;
        }
        return Stream.of(own, Optional.ofNullable(messagesDays))
                .flatMap(Optional::stream)
                .min(Integer::compare);
    }

    /** Changes with every field. */
    public String etag() {
        return text(messagesDays) + '-' + text(filesDays) + '-' + text(eventsDays) + '-' + text(auditDays);
    }

    private static String text(@Nullable Integer days) {
        return days == null ? "" : days.toString();
    }
}
