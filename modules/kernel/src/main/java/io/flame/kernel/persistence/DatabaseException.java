package io.flame.kernel.persistence;

import java.sql.SQLException;

/** A statement failed for a reason that trying again will not cure by itself. */
public final class DatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final String sqlState;

    DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
        this.sqlState = cause.getSQLState() == null ? "" : cause.getSQLState();
    }

    public boolean isUniqueViolation() {
        return UNIQUE_VIOLATION.equals(sqlState);
    }

    public boolean isForeignKeyViolation() {
        return FOREIGN_KEY_VIOLATION.equals(sqlState);
    }
}
