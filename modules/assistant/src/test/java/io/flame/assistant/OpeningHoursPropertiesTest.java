package io.flame.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Checks opening hours against a slow and simple reading of the rules: painting every minute of local time. */
class OpeningHoursPropertiesTest {

    private static final int DAYS_PAINTED = 20;

    /** A week, and the days in it that differ; all times are whole minutes, as are the clock changes of these places. */
    record Plan(ZoneId zone, LocalDate start, List<WeeklyRange> week, List<SpecialDay> special) {

        OpeningHours hours() {
            return new OpeningHours(zone, week, special);
        }

        /** The minutes of local time, counted from {@link #origin}, in which somebody is on duty. */
        BitSet painted() {
            BitSet minutes = new BitSet();
            for (int day = -2; day < DAYS_PAINTED; day++) {
                paint(minutes, start.plusDays(day));
            }
            special.stream()
                    .filter(day -> of(day.date()).stream().anyMatch(SpecialDay::isClosed))
                    .forEach(day -> {
                        int midnight = index(day.date().atStartOfDay());
                        minutes.clear(midnight, midnight + 1440);
                    });
            return minutes;
        }

        int index(LocalDateTime local) {
            return (int) ChronoUnit.MINUTES.between(origin(), local);
        }

        private LocalDateTime origin() {
            return start.minusDays(4).atStartOfDay();
        }

        private void paint(BitSet minutes, LocalDate date) {
            List<SpecialDay> special = of(date);
            if (!special.isEmpty()) {
                special.stream()
                        .filter(day -> !day.isClosed())
                        .forEach(day -> paint(minutes, date, day.start(), day.end(), false));
            } else if (week.isEmpty()) {
                paint(minutes, date, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, true);
            } else {
                week.stream()
                        .filter(range -> range.day() == date.getDayOfWeek())
                        .forEach(range -> paint(minutes, date, range.start(), range.end(), range.overnight()));
            }
        }

        private void paint(BitSet minutes, LocalDate date, LocalTime start, LocalTime end, boolean overnight) {
            int last = index((overnight ? date.plusDays(1) : date).atTime(end));
            for (int minute = index(date.atTime(start)); minute < last; minute++) {
                minutes.set(minute);
            }
        }

        private List<SpecialDay> of(LocalDate date) {
            List<SpecialDay> own = special.stream()
                    .filter(day -> day.date().equals(date) && !day.isHoliday())
                    .toList();
            return !own.isEmpty()
                    ? own
                    : special.stream().filter(day -> day.date().equals(date)).toList();
        }
    }

    @Property(tries = 100)
    void equalsAMinuteByMinuteReading(@ForAll("plans") Plan plan) {
        BitSet painted = plan.painted();
        OpeningHours hours = plan.hours();
        Instant first = plan.start().atStartOfDay(plan.zone()).toInstant();
        for (Instant minute = first; minute.isBefore(first.plus(Duration.ofDays(3))); minute = minute.plusSeconds(60)) {
            assertThat(hours.onDutyAt(minute)).as("%s", minute).isEqualTo(isPainted(plan, painted, minute));
        }
    }

    @Property(tries = 250)
    void findsTheVeryNextChange(@ForAll("plans") Plan plan, @ForAll @IntRange(max = 4 * 1440) int offset) {
        BitSet painted = plan.painted();
        Instant moment = plan.start().atStartOfDay(plan.zone()).toInstant().plus(Duration.ofMinutes(offset));
        Instant horizon = moment.plus(Duration.ofDays(14));

        Optional<Instant> found = plan.hours().nextChange(moment).filter(change -> change.isBefore(horizon));

        assertThat(found).isEqualTo(firstChange(plan, painted, moment, horizon));
    }

    @Property(tries = 300)
    void isInAnotherStateAtTheNextChangeAndInTheSameJustBefore(
            @ForAll("plans") Plan plan, @ForAll @IntRange(max = 500_000) int seconds) {
        Instant moment = plan.start().atStartOfDay(plan.zone()).toInstant().plusSeconds(seconds);
        OpeningHours hours = plan.hours();

        hours.nextChange(moment).ifPresent(change -> {
            assertThat(change).isAfter(moment);
            assertThat(hours.onDutyAt(change)).isNotEqualTo(hours.onDutyAt(moment));
            assertThat(hours.onDutyAt(change.minusNanos(1))).isEqualTo(hours.onDutyAt(moment));
        });
    }

    @Property(tries = 300)
    void overlapsWhenAMinuteOfTheWeekIsInBoth(@ForAll("ranges") WeeklyRange one, @ForAll("ranges") WeeklyRange other) {
        Set<Integer> shared = new HashSet<>(minutesOfWeek(one));
        shared.retainAll(minutesOfWeek(other));

        assertThat(one.overlaps(other)).isEqualTo(!shared.isEmpty()).isEqualTo(other.overlaps(one));
    }

    private static Optional<Instant> firstChange(Plan plan, BitSet painted, Instant moment, Instant end) {
        boolean now = isPainted(plan, painted, moment);
        for (Instant minute = moment.plusSeconds(60); minute.isBefore(end); minute = minute.plusSeconds(60)) {
            if (isPainted(plan, painted, minute) != now) {
                return Optional.of(minute);
            }
        }
        return Optional.empty();
    }

    private static boolean isPainted(Plan plan, BitSet painted, Instant moment) {
        return painted.get(plan.index(LocalDateTime.ofInstant(moment, plan.zone())));
    }

    private static Set<Integer> minutesOfWeek(WeeklyRange range) {
        int start = (range.day().getValue() - 1) * 1440 + range.start().toSecondOfDay() / 60;
        int length = (range.overnight() ? 1440 : 0)
                + range.end().toSecondOfDay() / 60
                - range.start().toSecondOfDay() / 60;
        Set<Integer> minutes = new HashSet<>();
        for (int i = 0; i < length; i++) {
            minutes.add((start + i) % (7 * 1440));
        }
        return minutes;
    }

    @Provide
    Arbitrary<Plan> plans() {
        Arbitrary<ZoneId> zones = Arbitraries.of(
                        "America/Mexico_City",
                        "Europe/Madrid",
                        "America/New_York",
                        "UTC",
                        "Asia/Kathmandu",
                        "Australia/Lord_Howe",
                        "Asia/Beirut",
                        "America/Havana")
                .map(ZoneId::of);
        Arbitrary<LocalDate> starts = Arbitraries.of(
                LocalDate.of(2026, 3, 7),
                LocalDate.of(2026, 3, 28),
                LocalDate.of(2026, 4, 4),
                LocalDate.of(2026, 6, 1),
                LocalDate.of(2026, 10, 3),
                LocalDate.of(2026, 10, 24),
                LocalDate.of(2026, 10, 31));
        return Combinators.combine(zones, starts, ranges().list().ofMaxSize(6))
                .flatAs((zone, start, week) ->
                        specialDays(start).list().ofMaxSize(3).map(special -> new Plan(zone, start, week, special)));
    }

    @Provide
    Arbitrary<WeeklyRange> ranges() {
        return Combinators.combine(Arbitraries.of(DayOfWeek.class), times(), times())
                .as((day, start, end) -> new WeeklyRange(UUID.randomUUID(), day, start, end, !end.isAfter(start)));
    }

    private static Arbitrary<SpecialDay> specialDays(LocalDate start) {
        Arbitrary<LocalTime[]> open = times().tuple2().map(pair -> {
            List<LocalTime> both = new ArrayList<>(List.of(pair.get1(), pair.get2()));
            both.sort(null);
            return both.getFirst().equals(both.getLast()) ? new LocalTime[2] : both.toArray(new LocalTime[0]);
        });
        return Combinators.combine(
                        Arbitraries.integers().between(-1, 7),
                        Arbitraries.of(true, false),
                        Arbitraries.oneOf(open, Arbitraries.just(new LocalTime[2])))
                .as((day, holiday, times) -> new SpecialDay(
                        UUID.randomUUID(),
                        holiday ? null : UUID.randomUUID(),
                        start.plusDays(day),
                        "Day off",
                        times[0],
                        times[1],
                        Instant.EPOCH));
    }

    private static Arbitrary<LocalTime> times() {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(0, 1439), Arbitraries.of(0, 90, 120, 135, 150, 180, 210, 1439))
                .map(minute -> LocalTime.ofSecondOfDay(minute * 60L));
    }
}
