package io.flame.identity;

/** A mail could not be handed to the mail server. The message names no recipient. */
public final class MailFailure extends Exception {

    private static final long serialVersionUID = 1L;

    MailFailure(String reason, Throwable cause) {
        super(reason, cause);
    }

    MailFailure(String reason) {
        super(reason);
    }
}
