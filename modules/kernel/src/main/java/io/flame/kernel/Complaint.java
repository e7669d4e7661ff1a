package io.flame.kernel;

import static java.lang.System.Logger.Level.WARNING;

import io.flame.kernel.persistence.DatabaseException;

/** What a loop says of a turn that failed, before it tries again. */
final class Complaint {

    private Complaint() {}

    /** A database that is away says enough in one line; what nobody expected comes with its stack. */
    static void log(System.Logger log, String what, RuntimeException failure) {
        if (failure instanceof Problem || failure instanceof DatabaseException) {
            log.log(WARNING, "{0}: {1}", what, failure.getMessage());
        } else {
            log.log(WARNING, what, failure);
        }
    }
}
