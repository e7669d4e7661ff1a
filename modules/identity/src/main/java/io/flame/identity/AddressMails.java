package io.flame.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** How many mails strangers may have sent to an address that is perhaps not theirs. */
@ApplicationScoped
public class AddressMails {

    private final Attempts attempts;

    @Inject
    AddressMails(Attempts attempts) {
        this.attempts = attempts;
    }

    /** Takes one of five mails an hour; false when they are used up. Whose the address is does not matter. */
    public boolean take(String email) {
        return attempts.take(AttemptLimit.CONFIRMATION_MAIL, AccountName.of(email))
                .isPresent();
    }
}
