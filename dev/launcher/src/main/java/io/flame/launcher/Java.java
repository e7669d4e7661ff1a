package io.flame.launcher;

import java.nio.file.Path;
import java.util.List;

/** The Java runtime that the children run on: the launcher's own. */
final class Java {
    private static final int QUIET_SINCE = 23;

    private Java() {}

    static Path home() {
        return Path.of(System.getProperty("java.home"));
    }

    static String program() {
        return home().resolve("bin/java").toString();
    }

    /** Newer runtimes warn about libraries that use {@code sun.misc.Unsafe}; nobody can act on that here. */
    static List<String> quiet() {
        return Runtime.version().feature() >= QUIET_SINCE
                ? List.of("--sun-misc-unsafe-memory-access=allow")
                : List.of();
    }

    /** Tells runtimes apart whose start-up archives do not fit each other. */
    static String fingerprint() {
        return (System.getProperty("java.vm.vendor") + "-" + System.getProperty("java.vm.version") + "-"
                        + System.getProperty("os.arch"))
                .replaceAll("[^A-Za-z0-9.+-]", "");
    }
}
