package io.flame.assistant;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.flame.kernel.persistence.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the hours of assistants, one statement for each kind of row however many assistants there are. */
final class HoursReader {

    private static final String RANGES = """
            SELECT assistant_id, id, day_of_week, start_time, end_time, overnight FROM schedules
             WHERE enabled AND (assistant_id = ? OR ?::uuid IS NULL)""";

    private static final String SPECIAL_DAYS = """
            SELECT id, assistant_id, on_date, name, start_time, end_time, created_at FROM schedule_exceptions
             WHERE (assistant_id = ? OR assistant_id IS NULL OR ?::uuid IS NULL) AND on_date >= ?""";

    private HoursReader() {}

    /** An assistant's enabled ranges, by its id. */
    static Map<UUID, List<WeeklyRange>> ranges(Transaction tx, @Nullable UUID onlyAssistant) throws SQLException {
        return tx
                .query(RANGES, row -> Map.entry(row.getObject(1, UUID.class), range(row)), onlyAssistant, onlyAssistant)
                .stream()
                .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
    }

    static List<SpecialDay> specialDays(Transaction tx, @Nullable UUID onlyAssistant, LocalDate from)
            throws SQLException {
        return tx.query(SPECIAL_DAYS, HoursReader::specialDay, onlyAssistant, onlyAssistant, from);
    }

    static SpecialDay specialDay(ResultSet row) throws SQLException {
        return new SpecialDay(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, LocalDate.class),
                row.getString(4),
                row.getObject(5, LocalTime.class),
                row.getObject(6, LocalTime.class),
                row.getTimestamp(7).toInstant());
    }

    private static WeeklyRange range(ResultSet row) throws SQLException {
        return new WeeklyRange(
                row.getObject(2, UUID.class),
                WeeklyRange.dayOfWeek(row.getInt(3)),
                row.getObject(4, LocalTime.class),
                row.getObject(5, LocalTime.class),
                row.getBoolean(6));
    }
}
