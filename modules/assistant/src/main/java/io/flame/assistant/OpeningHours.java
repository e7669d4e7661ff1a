package io.flame.assistant;

import static java.util.stream.Collectors.groupingBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When an assistant is on duty. All ranges are read on the clocks of its place: where clocks jump forward, the part of a
 * range that no clock shows does not happen; where they are put back, the repeated hour counts both times.
 *
 * <p>A date with exceptions follows them alone; the assistant's own come before the tenant's holidays. Closed means closed
 * from midnight to midnight, also for what began the evening before. Where the date is only open at other hours, a range
 * that began the evening before runs to its end. Without any weekly range the assistant is always on duty, but for such
 * dates.
 */
final class OpeningHours {

    /** A range may fall into the jump of the clocks on one week's day, so two weeks and a few days show every change. */
    private static final int REGULAR_DAYS = 22;

    private static final int FARTHEST_DAYS = 3_660;

    private final ZoneId zone;
    private final ZoneRules rules;
    private final Map<DayOfWeek, List<WeeklyRange>> week;
    private final Map<LocalDate, List<SpecialDay>> specialDays;

    OpeningHours(ZoneId zone, List<WeeklyRange> week, List<SpecialDay> specialDays) {
        this.zone = zone;
        this.rules = zone.getRules();
        this.week = week.stream().collect(groupingBy(WeeklyRange::day));
        this.specialDays = specialDays.stream().collect(groupingBy(SpecialDay::date));
    }

    ZoneId zone() {
        return zone;
    }

    Duty at(Instant moment) {
        LocalDateTime local = LocalDateTime.ofInstant(moment, zone);
        LocalDate date = local.toLocalDate();
        List<SpecialDay> special = specialOn(date);
        for (SpecialDay day : special) {
            if (day.isClosed()) {
                return duty(
                        day.isHoliday() ? DutyReason.CLOSED_HOLIDAY : DutyReason.CLOSED_EXCEPTION, moment, null, day);
            }
        }
        return Stream.of(date, date.minusDays(1))
                .flatMap(this::beginningOn)
                .filter(stretch -> stretch.span().contains(local))
                .findFirst()
                .map(stretch -> duty(stretch.reason(), moment, stretch.range(), stretch.specialDay()))
                .orElseGet(() ->
                        duty(DutyReason.OUTSIDE_SCHEDULE, moment, null, special.isEmpty() ? null : special.getFirst()));
    }

    boolean onDutyAt(Instant moment) {
        return at(moment).onDuty();
    }

    /** The first moment after this one at which the assistant goes on or off duty; empty if none is in sight. */
    Optional<Instant> nextChange(Instant moment) {
        return changeWithin(REGULAR_DAYS, moment)
                .or(() -> specialDays.isEmpty() ? Optional.empty() : changeWithin(daysInSight(moment), moment));
    }

    private int daysInSight(Instant moment) {
        LocalDate today = LocalDate.ofInstant(moment, zone);
        LocalDate last = specialDays.keySet().stream().max(LocalDate::compareTo).orElse(today);
        return Math.clamp(last.toEpochDay() - today.toEpochDay() + REGULAR_DAYS, 0, FARTHEST_DAYS);
    }

    private Optional<Instant> changeWithin(int days, Instant moment) {
        boolean now = onDutyAt(moment);
        LocalDate today = LocalDate.ofInstant(moment, zone);
        NavigableSet<Instant> candidates = new TreeSet<>();
        for (LocalDate date = today.minusDays(2); !date.isAfter(today.plusDays(days)); date = date.plusDays(1)) {
            boundaries(date).flatMap(this::momentsShowing).forEach(candidates::add);
        }
        candidates.addAll(clockChanges(moment, today.plusDays(days)));
        return candidates.stream()
                .filter(candidate -> candidate.isAfter(moment) && onDutyAt(candidate) != now)
                .findFirst();
    }

    private Stream<LocalDateTime> boundaries(LocalDate date) {
        return Stream.concat(
                Stream.of(date.atStartOfDay()),
                beginningOn(date)
                        .flatMap(stretch ->
                                Stream.of(stretch.span().from(), stretch.span().until())));
    }

    /** The moments at which clocks show this time: two where it comes twice, the jump itself where it never comes. */
    private Stream<Instant> momentsShowing(LocalDateTime local) {
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        if (offsets.isEmpty()) {
            return Stream.of(rules.getTransition(local).getInstant());
        }
        return offsets.stream().map(local::toInstant);
    }

    private List<Instant> clockChanges(Instant from, LocalDate until) {
        List<Instant> changes = new ArrayList<>();
        Instant end = until.plusDays(1).atStartOfDay(zone).toInstant();
        @Nullable ZoneOffsetTransition next = rules.nextTransition(from);
        while (next != null && next.getInstant().isBefore(end)) {
            changes.add(next.getInstant());
            next = rules.nextTransition(next.getInstant());
        }
        return changes;
    }

    /** One stretch of duty, and why there is one. */
    private record Stretch(
            LocalSpan span,
            DutyReason reason,
            @Nullable WeeklyRange range,
            @Nullable SpecialDay specialDay) {}

    private Stream<Stretch> beginningOn(LocalDate date) {
        List<SpecialDay> special = specialOn(date);
        if (!special.isEmpty()) {
            return special.stream().map(day -> new Stretch(day.span(), DutyReason.WITHIN_EXCEPTION, null, day));
        }
        if (week.isEmpty()) {
            return Stream.of(new Stretch(LocalSpan.wholeDay(date), DutyReason.ALWAYS_ON_DUTY, null, null));
        }
        return week.getOrDefault(date.getDayOfWeek(), List.of()).stream()
                .map(range -> new Stretch(range.on(date), DutyReason.WITHIN_SCHEDULE, range, null));
    }

    private List<SpecialDay> specialOn(LocalDate date) {
        List<SpecialDay> all = specialDays.getOrDefault(date, List.of());
        List<SpecialDay> own = all.stream().filter(day -> !day.isHoliday()).toList();
        return own.isEmpty() ? all : own;
    }

    private Duty duty(DutyReason reason, Instant moment, @Nullable WeeklyRange range, @Nullable SpecialDay day) {
        return new Duty(reason, moment.atZone(zone), range, day);
    }
}
