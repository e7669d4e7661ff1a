package io.flame.kernel.persistence;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads one value from the current row. */
@FunctionalInterface
public interface RowMapper<R> {
    R map(ResultSet row) throws SQLException;
}
