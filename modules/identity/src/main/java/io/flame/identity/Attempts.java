package io.flame.identity;

import java.time.Instant;
import java.util.Optional;

/** Counts attempts by account, over all nodes and wherever they come from. */
interface Attempts {

    /**
     * Takes one attempt before it is made, so that attempts at the same moment cannot exceed the limit together.
     *
     * @return when it was taken; empty when the account has used up its attempts
     */
    Optional<Instant> take(AttemptLimit limit, AccountName account);

    /** Gives one back that turned out to be none. */
    void giveBack(AttemptLimit limit, AccountName account, Instant taken);

    /** Lets the account begin anew. */
    void forget(AttemptLimit limit, AccountName account);
}
