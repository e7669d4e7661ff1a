package io.flame.assistant;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Fields;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people say about a date that differs from the week: no times means closed all day. */
record SpecialDayFields(
        LocalDate date,
        String name,
        @Nullable LocalTime start,
        @Nullable LocalTime end) {

    private static final int LONGEST_NAME = 255;
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2199;

    static SpecialDayFields read(Fields in) {
        Optional<String> name = in.requiredText("name", LONGEST_NAME);
        Optional<LocalDate> date = date(in);
        boolean times = given(in, "startTime") || given(in, "endTime");
        Optional<LocalTime> start =
                times ? ScheduleFields.time(in, "startTime", WallTime::parseStart, null) : Optional.empty();
        Optional<LocalTime> end =
                times ? ScheduleFields.time(in, "endTime", WallTime::parseEnd, null) : Optional.empty();
        if (start.isPresent() && end.isPresent() && !end.get().isAfter(start.get())) {
            in.error("endTime", "not_after_start", "must be after startTime");
        }
        if (ScheduleFields.flag(in, "closed", !times) == times) {
            in.error("closed", "contradiction", times ? "cannot be true with times" : "cannot be false without times");
        }
        in.check();
        return new SpecialDayFields(date.orElseThrow(), name.orElseThrow(), start.orElse(null), end.orElse(null));
    }

    SpecialDay day(UUID id, @Nullable UUID assistant, Instant now) {
        return new SpecialDay(id, assistant, date, name, start, end, now);
    }

    private static boolean given(Fields in, String field) {
        return in.has(field) && !in.isNull(field);
    }

    private static Optional<LocalDate> date(Fields in) {
        JsonNode node = in.node("date");
        if (node.isMissingNode() || node.isNull()) {
            in.error("date", "required", "is required");
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.parse(node.isTextual() ? node.textValue() : "");
            if (date.getYear() >= FIRST_YEAR && date.getYear() <= LAST_YEAR) {
                return Optional.of(date);
            }
            in.error("date", "out_of_range", "must be from " + FIRST_YEAR + " to " + LAST_YEAR);
        } catch (DateTimeParseException e) {
            in.error("date", "wrong_format", "must be a date such as 2026-12-25");
        }
        return Optional.empty();
    }
}
