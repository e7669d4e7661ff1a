import org.jspecify.annotations.NullMarked;

/** The outside parties of FLAME, played by one process: for the demo, the tests and the benchmark, never shipped. */
@NullMarked
module io.flame.twins {
    requires com.fasterxml.jackson.databind;
    requires jakarta.mail;
    requires jdk.httpserver;
    requires static org.jspecify;
    requires subethasmtp;

    exports io.flame.twins;

    opens io.flame.twins to
            com.fasterxml.jackson.databind;
}
