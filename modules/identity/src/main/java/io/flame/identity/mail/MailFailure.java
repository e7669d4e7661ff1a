package io.flame.identity.mail;

/** A mail could not be handed to the mail server. It says why without naming the recipient, as what failed may do. */
public final class MailFailure extends Exception {

    private static final long serialVersionUID = 1L;

    MailFailure(String reason) {
        super(reason);
    }
}
