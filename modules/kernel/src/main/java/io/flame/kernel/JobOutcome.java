package io.flame.kernel;

import java.time.Duration;

/** How a run ended. */
public sealed interface JobOutcome {

    /** The mailbox is empty. If work came in meanwhile, the job runs again. */
    record Done() implements JobOutcome {}

    /** There is more to do, not before this delay has passed. Not a failure. */
    record Later(Duration delay) implements JobOutcome {}

    static JobOutcome done() {
        return new Done();
    }

    static JobOutcome later(Duration delay) {
        return new Later(delay);
    }
}
