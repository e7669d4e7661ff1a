/** Load on the whole stack of one machine, and the figures it must keep. */
@org.jspecify.annotations.NullMarked
module io.flame.load {
    requires com.fasterxml.jackson.databind;
    requires info.picocli;
    requires io.flame.launcher;
    requires java.logging;
    requires java.net.http;
    requires java.sql;
    requires static org.jspecify;

    opens io.flame.load to
            info.picocli;
}
