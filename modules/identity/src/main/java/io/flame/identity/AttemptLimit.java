package io.flame.identity;

import java.time.Duration;

/**
 * How often something may be tried for one account, counted over any stretch of time of this length.
 *
 * @param kind the name under which attempts are counted, at most 20 characters
 */
record AttemptLimit(String kind, int most, Duration window) {

    /** Guesses at a password that reach the check. */
    static final AttemptLimit SIGN_IN = new AttemptLimit("sign-in", 10, Duration.ofMinutes(15));

    /** Mails about a forgotten password. */
    static final AttemptLimit RESET_MAIL = new AttemptLimit("reset-mail", 5, Duration.ofHours(1));

    /** Mails that ask whether an address is the one of whoever registered with it. */
    static final AttemptLimit CONFIRMATION_MAIL = new AttemptLimit("confirmation-mail", 5, Duration.ofHours(1));
}
