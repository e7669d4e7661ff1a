package io.flame.kernel;

/** What is written down about a failure. */
final class Faults {

    private static final int MOST_CHARACTERS = 1_000;

    private Faults() {}

    /** Short enough to store, and without the NUL that PostgreSQL refuses: else the failure could not be recorded. */
    static String text(Throwable cause) {
        String text = String.valueOf(cause).replace('\0', ' ');
        return text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
    }
}
