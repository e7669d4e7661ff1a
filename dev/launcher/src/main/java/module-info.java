/** Starts and stops the whole stack on one machine: library for tests and the command behind {@code ./flame}. */
@org.jspecify.annotations.NullMarked
module io.flame.launcher {
    requires com.fasterxml.jackson.databind;
    requires embedded.redis;
    requires io.flame.kernel;
    requires io.flame.messaging;
    requires io.flame.provisioning;
    requires info.picocli;
    requires java.logging;
    requires java.net.http;
    requires java.sql;
    requires org.postgresql.jdbc;
    requires org.tukaani.xz;
    requires static org.jspecify;
    requires undertow.core;
    requires xnio.api;

    exports io.flame.launcher;

    opens io.flame.launcher to
            info.picocli,
            com.fasterxml.jackson.databind;
}
