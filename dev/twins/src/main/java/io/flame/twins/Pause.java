package io.flame.twins;

import java.time.Duration;

/** Waiting as part of the play; an interrupt (the twins are closing) ends the wait and what would have followed. */
final class Pause {
    static final Duration NONE = Duration.ZERO;

    private Pause() {}

    static void of(Duration time) {
        if (time.isZero()) {
            return;
        }
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Closing(e);
        }
    }

    /** The twins are closing. */
    static final class Closing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Closing(InterruptedException cause) {
            super(cause);
        }
    }
}
