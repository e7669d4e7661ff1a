package io.flame.kernel.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Binds Java values to a statement the way PostgreSQL wants them. */
final class Parameters {

    private Parameters() {}

    static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, convert(statement.getConnection(), values[i]));
        }
    }

    private static @Nullable Object convert(Connection connection, @Nullable Object value) throws SQLException {
        if (value == null) {
            return null;
        }
        return switch (value) {
            case Instant instant -> instant.atOffset(ZoneOffset.UTC);
            case Enum<?> constant -> constant.name().toLowerCase(java.util.Locale.ROOT);
            case String[] texts -> connection.createArrayOf("text", texts);
            case UUID[] ids -> connection.createArrayOf("uuid", ids);
            case Instant[] instants -> connection.createArrayOf("timestamptz", instants);
            case Long[] numbers -> connection.createArrayOf("int8", numbers);
            case Integer[] numbers -> connection.createArrayOf("int4", numbers);
            case Boolean[] flags -> connection.createArrayOf("bool", flags);
            default -> value;
        };
    }
}
