package io.flame.liquibase;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Connections of the schemas' owner. PostgreSQL's advisory lock keeps two processes from changing the same schema. */
record OwnerSessions(DataSource owner) {

    /** Runs the action while no other process changes the schema; the lock ends with the session, even with a killed one. */
    <T> T locked(String schema, SqlAction<T> action) {
        return open(schema, connection -> {
            Sql.update(connection, "SELECT pg_advisory_lock(hashtextextended(?, 0))", "flame " + schema);
            try {
                return action.apply(connection);
            } finally {
                unlock(connection, schema);
            }
        });
    }

    <T> T open(String schema, SqlAction<T> action) {
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(true);
            return action.apply(connection);
        } catch (MigrationException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new MigrationException(schema, failure);
        }
    }

    /** All statements of the action take effect together or not at all. */
    static void inOneTransaction(Connection connection, SqlAction<?> action) throws Exception {
        connection.setAutoCommit(false);
        action.apply(connection);
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static void unlock(Connection connection, String schema) throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("RESET search_path");
        }
        Sql.update(connection, "SELECT pg_advisory_unlock(hashtextextended(?, 0))", "flame " + schema);
    }
}
