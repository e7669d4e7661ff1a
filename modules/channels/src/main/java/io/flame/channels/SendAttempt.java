package io.flame.channels;

import io.flame.messaging.SendOutcome;

/** What came of handing a message over, and what it says about the way there. */
record SendAttempt(SendOutcome outcome, Sign sign) {

    /** What an attempt says about the connection and the account. */
    enum Sign {
        /** The provider answered. */
        ANSWERED,
        /** It could not be reached, or the answer was lost. */
        TRANSPORT_FAILED,
        /** The account's credentials or rights are no longer good: every further message would fare the same. */
        ACCOUNT_BROKEN
    }

    static SendAttempt answered(SendOutcome outcome) {
        return new SendAttempt(outcome, Sign.ANSWERED);
    }

    static SendAttempt transportFailed(SendOutcome outcome) {
        return new SendAttempt(outcome, Sign.TRANSPORT_FAILED);
    }

    static SendAttempt accountBroken(SendOutcome outcome) {
        return new SendAttempt(outcome, Sign.ACCOUNT_BROKEN);
    }
}
