package io.flame.liquibase;

/** A schema could not be changed; the message names the schema, the cause says why. */
public final class MigrationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MigrationException(String schema, Exception cause) {
        super("Schema " + schema + ": " + cause.getMessage(), cause);
    }
}
