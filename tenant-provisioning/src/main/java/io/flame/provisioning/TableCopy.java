package io.flame.provisioning;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.LongConsumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/** Moves rows in PostgreSQL's own text form; however many there are, only a few are in memory. */
final class TableCopy {
    /** The form of every value follows from these, whatever the server's and the role's settings. */
    private static final String FORM = """
            SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, MDY'; SET LOCAL intervalstyle = 'postgres';
            SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL statement_timeout = 0;
            SET LOCAL idle_in_transaction_session_timeout = 0""";

    private static final int BUFFER = 1 << 16;

    private final CopyManager manager;
    private final LongConsumer heard;
    private long done;

    /** @param heard how many rows have been moved by all calls together; at each row or buffer, however large it is */
    TableCopy(Connection connection, LongConsumer heard) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(FORM);
        }
        this.manager = connection.unwrap(PGConnection.class).getCopyAPI();
        this.heard = heard;
    }

    /** Tells how many rows there were. */
    long out(String copy, OutputStream out) throws SQLException, IOException {
        CopyOut operation = manager.copyOut(copy);
        try {
            for (byte[] row = operation.readFromCopy(); row != null; row = operation.readFromCopy()) {
                out.write(row);
                moved(1);
            }
            return operation.getHandledRowCount();
        } finally {
            if (operation.isActive()) {
                operation.cancelCopy();
            }
        }
    }

    /** Tells how many rows there were. */
    long in(String copy, InputStream in) throws SQLException, IOException {
        CopyIn operation = manager.copyIn(copy);
        try {
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                operation.writeToCopy(buffer, 0, count);
                moved(lines(buffer, count));
            }
            return operation.endCopy();
        } finally {
            if (operation.isActive()) {
                operation.cancelCopy();
            }
        }
    }

    private void moved(long rows) {
        done += rows;
        heard.accept(done);
    }

    /** A line break inside a value is written otherwise. */
    private static long lines(byte[] buffer, int count) {
        long lines = 0;
        for (int i = 0; i < count; i++) {
            lines += buffer[i] == '\n' ? 1 : 0;
        }
        return lines;
    }
}
