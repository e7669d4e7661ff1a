package io.flame.liquibase;

import java.io.StringWriter;
import java.sql.Connection;
import liquibase.Scope;
import liquibase.logging.LogService;
import liquibase.logging.core.CompositeLogService;
import org.jspecify.annotations.Nullable;

/**
 * All of a new tenant's tables as one script, change log included. Liquibase takes seconds for an empty schema; what it
 * would do is always the same, so it is written down once per process and replayed for every new tenant.
 */
final class Baseline {
    /** No tenant can have this schema: a slug begins with a letter. */
    private static final String PLACEHOLDER = "t_0baseline";

    /** Liquibase warns that it cannot release a lock which it has only written down. */
    private static final LogService WITHOUT_A_COMPLAINT = new CompositeLogService(false);

    private static final Object RECORDING = new Object();
    private static volatile @Nullable String recorded;

    private Baseline() {}

    static void replay(Connection connection, String schema) throws Exception {
        Sql.script(connection, "SET LOCAL search_path = " + schema);
        Sql.script(connection, script(connection).replace(PLACEHOLDER, schema));
    }

    /** Writes the script down, so that the next replay is fast. The connection must not be in a transaction. */
    static String script(Connection connection) throws Exception {
        String known = recorded;
        if (known != null) {
            return known;
        }
        synchronized (RECORDING) {
            String script = recorded == null ? record(connection) : recorded;
            recorded = script;
            return script;
        }
    }

    /** The call that is to replace the deprecated one opens its own connection from an address. */
    @SuppressWarnings("deprecation")
    private static String record(Connection connection) throws Exception {
        StringWriter writer = new StringWriter();
        LiquibaseRun.on(
                connection,
                PLACEHOLDER,
                Changelog.TENANT,
                liquibase ->
                        Scope.child(Scope.Attr.logService, WITHOUT_A_COMPLAINT, () -> liquibase.update("", writer)));
        return writer.toString();
    }
}
