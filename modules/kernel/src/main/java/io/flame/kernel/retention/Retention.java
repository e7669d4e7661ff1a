package io.flame.kernel.retention;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
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
        Stream<@Nullable Integer> said =
                kept == Kept.AUDIT ? Stream.of(auditDays) : Stream.of(said(kept), messagesDays);
        return said.filter(Objects::nonNull).min(Integer::compare);
    }

    /** Changes with every field. */
    public String etag() {
        return Stream.of(messagesDays, filesDays, eventsDays, auditDays)
                .map(days -> days == null ? "" : days.toString())
                .collect(Collectors.joining("-"));
    }
}
