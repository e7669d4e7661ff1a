package io.flame.provisioning;

import io.flame.identity.AddressMails;
import io.flame.kernel.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;

/**
 * Opening a business by oneself. Nothing is made before a mail has shown that the address belongs to whoever registers: no
 * account, no tenant, no name taken. So neither an answer, nor its time, nor a sign-in afterwards tells whether an address
 * is known.
 */
@ApplicationScoped
public class Registering {

    private final Provisioning provisioning;
    private final RegistrationRequests requests;
    private final AddressMails mails;
    private final ProvisioningWork work;

    @Inject
    Registering(Provisioning provisioning, RegistrationRequests requests, AddressMails mails, ProvisioningWork work) {
        this.provisioning = provisioning;
        this.requests = requests;
        this.mails = mails;
        this.work = work;
    }

    /**
     * Asks whoever has the e-mail address.
     *
     * @param address where the registration comes from
     * @throws Problem 422 naming every field that is wrong, 429 when the address has registered too often
     */
    public void request(Registration registration, String address) {
        provisioning.registrations().admit(registration, address);
        if (mails.take(registration.email())) {
            requests.keep(registration);
        }
    }

    /** Asks once more, where there is something to ask; it is not told. */
    public void sendAgain(String email) {
        String address = email.strip().toLowerCase(Locale.ROOT);
        if (mails.take(address)) {
            requests.sendAgain(address);
        }
    }

    /**
     * Opens the business of which a mail told this token.
     *
     * @throws Problem 422 for a token that is unknown, used or expired
     */
    public void confirm(String token) {
        ConfirmationToken confirmed = new ConfirmationToken(token);
        if (!provisioning.registrations().open(tx -> requests.take(tx, confirmed))) {
            throw Problem.invalid("token", "invalid_token", "token is unknown, used or expired");
        }
        work.soon();
    }
}
