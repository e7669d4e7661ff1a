package io.flame.launcher;

import java.nio.file.Path;

/** The Java runtime that the children run on: the launcher's own. */
final class Java {
    private Java() {}

    static Path home() {
        return Path.of(System.getProperty("java.home"));
    }

    static String program() {
        return home().resolve("bin/java").toString();
    }

    /** Tells runtimes apart whose start-up archives do not fit each other. */
    static String fingerprint() {
        return (System.getProperty("java.vm.vendor") + "-" + System.getProperty("java.vm.version") + "-"
                        + System.getProperty("os.arch"))
                .replaceAll("[^A-Za-z0-9.+-]", "");
    }
}
