package io.flame.assistant;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Fields;
import java.time.LocalTime;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What people may change about a weekly range, with the rules it has to obey by itself.
 *
 * @param dayOfWeek 0 (Sunday) to 6
 */
record ScheduleFields(int dayOfWeek, LocalTime startTime, LocalTime endTime, boolean overnight, boolean enabled) {

    /**
     * Reads the fields given and keeps the current value of the others.
     *
     * @param current null for a new range
     */
    static ScheduleFields read(Fields in, @Nullable ScheduleFields current) {
        Optional<Integer> day = day(in, current);
        Optional<LocalTime> start =
                time(in, "startTime", WallTime::parseStart, current == null ? null : current.startTime);
        Optional<LocalTime> end = time(in, "endTime", WallTime::parseEnd, current == null ? null : current.endTime);
        boolean overnight = flag(in, "overnight", current != null && current.overnight);
        boolean enabled = flag(in, "enabled", current == null || current.enabled);
        if (start.isPresent() && end.isPresent()) {
            checkOrder(in, start.get(), end.get(), overnight);
        }
        in.check();
        return new ScheduleFields(day.orElseThrow(), start.orElseThrow(), end.orElseThrow(), overnight, enabled);
    }

    WeeklyRange range(UUID id) {
        return new WeeklyRange(id, WeeklyRange.dayOfWeek(dayOfWeek), startTime, endTime, overnight);
    }

    private static void checkOrder(Fields in, LocalTime start, LocalTime end, boolean overnight) {
        if (!overnight && !end.isAfter(start)) {
            in.error("endTime", "not_after_start", "must be after startTime, unless overnight is true");
        }
        if (overnight && end.isAfter(start)) {
            in.error(
                    "endTime",
                    "too_long",
                    "of an overnight range must not be after startTime: it ends on the next day");
        }
    }

    private static Optional<Integer> day(Fields in, @Nullable ScheduleFields current) {
        JsonNode node = in.node("dayOfWeek");
        if (!in.has("dayOfWeek") && current != null) {
            return Optional.of(current.dayOfWeek);
        }
        if (node.isMissingNode() || node.isNull()) {
            in.error("dayOfWeek", "required", "is required");
            return Optional.empty();
        }
        if (!node.isIntegralNumber()) {
            in.error("dayOfWeek", "wrong_type", "must be a whole number");
            return Optional.empty();
        }
        if (!node.canConvertToInt() || node.intValue() < 0 || node.intValue() > 6) {
            in.error("dayOfWeek", "out_of_range", "must be from 0 (Sunday) to 6 (Saturday)");
            return Optional.empty();
        }
        return Optional.of(node.intValue());
    }

    static Optional<LocalTime> time(
            Fields in, String field, Function<String, Optional<LocalTime>> parser, @Nullable LocalTime current) {
        JsonNode node = in.node(field);
        if (!in.has(field) && current != null) {
            return Optional.of(current);
        }
        if (node.isMissingNode() || node.isNull()) {
            in.error(field, "required", "is required");
            return Optional.empty();
        }
        Optional<LocalTime> time = node.isTextual() ? parser.apply(node.textValue()) : Optional.empty();
        if (time.isEmpty()) {
            in.error(field, "wrong_format", "must be a time of day such as 09:00 or 17:30:00");
        }
        return time;
    }

    static boolean flag(Fields in, String field, boolean current) {
        if (!in.has(field)) {
            return current;
        }
        if (!in.node(field).isBoolean()) {
            in.error(field, "wrong_type", "must be true or false");
        }
        return in.node(field).booleanValue();
    }
}
