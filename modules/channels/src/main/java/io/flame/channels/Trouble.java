package io.flame.channels;

import java.sql.SQLException;
import java.util.Set;

/** Tells trouble that passes from trouble that stays. */
final class Trouble {

    /**
     * SQLSTATE classes after which the same statement may well succeed: connection, transaction rollback (deadlock,
     * serialization), insufficient resources, object in use (lock not available), operator intervention (timeouts,
     * shutdown), system error.
     */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "55", "57", "58");

    private static final int DEEPEST_CAUSE = 10;

    private Trouble() {}

    static boolean isPassing(Throwable trouble) {
        Throwable cause = trouble;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState();
                return state == null || (state.length() == 5 && PASSING.contains(state.substring(0, 2)));
            }
            cause = cause.getCause();
        }
        return false;
    }
}
