package io.flame.launcher;

import java.util.Locale;

/** What the stack is made of. */
public enum Part {
    /** The database server. */
    POSTGRES,
    /** The cache and message bus. */
    REDIS,
    /** The identity provider. */
    KEYCLOAK,
    /** The process that plays every outside party. */
    TWINS,
    /** The application. */
    FLAME;

    /** The name used for log files, process files and on the command line: {@code postgres}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
