package io.flame.assistant;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Says opening hours the way people do. */
final class Hours {

    private final ZoneId zone;
    private final List<WeeklyRange> ranges = new ArrayList<>();
    private final List<SpecialDay> specialDays = new ArrayList<>();

    private Hours(ZoneId zone) {
        this.zone = zone;
    }

    static Hours in(String zone) {
        return new Hours(ZoneId.of(zone));
    }

    Hours on(DayOfWeek day, String start, String end) {
        ranges.add(range(day, start, end));
        return this;
    }

    Hours daily(String start, String end) {
        for (DayOfWeek day : DayOfWeek.values()) {
            on(day, start, end);
        }
        return this;
    }

    Hours closed(String date) {
        specialDays.add(special(UUID.randomUUID(), date, null, null));
        return this;
    }

    Hours open(String date, String start, String end) {
        specialDays.add(special(UUID.randomUUID(), date, start, end));
        return this;
    }

    Hours holiday(String date) {
        specialDays.add(special(null, date, null, null));
        return this;
    }

    Hours holiday(String date, String start, String end) {
        specialDays.add(special(null, date, start, end));
        return this;
    }

    OpeningHours hours() {
        return new OpeningHours(zone, ranges, specialDays);
    }

    List<WeeklyRange> ranges() {
        return ranges;
    }

    List<SpecialDay> specialDays() {
        return specialDays;
    }

    /** The instant at which clocks there first show this time. */
    Instant at(String local) {
        return LocalDateTime.parse(local).atZone(zone).toInstant();
    }

    /** A range that does not end after its start ends on the next day. */
    static WeeklyRange range(DayOfWeek day, String start, String end) {
        LocalTime from = LocalTime.parse(start);
        LocalTime until = WallTime.parseEnd(end).orElseThrow();
        return new WeeklyRange(UUID.randomUUID(), day, from, until, !until.isAfter(from));
    }

    private static SpecialDay special(UUID assistant, String date, String start, String end) {
        return new SpecialDay(
                UUID.randomUUID(),
                assistant,
                LocalDate.parse(date),
                "Day off",
                start == null ? null : LocalTime.parse(start),
                end == null ? null : WallTime.parseEnd(end).orElseThrow(),
                Instant.EPOCH);
    }
}
