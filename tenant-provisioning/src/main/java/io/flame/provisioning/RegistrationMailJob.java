package io.flame.provisioning;

import io.flame.identity.keycloak.KeycloakMembers;
import io.flame.identity.mail.MailFailure;
import io.flame.identity.mail.MailJob;
import io.flame.identity.mail.Mailer;
import io.flame.kernel.Ids;
import io.flame.kernel.JobRun;
import io.flame.provisioning.RegistrationRequests.Waiting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * Sends the mail of a registration, whose id is the job's key. Here, where nobody waits for an answer, it turns out whether
 * the address has an account. The token is made at each try and kept nowhere but in the mail.
 */
@ApplicationScoped
class RegistrationMailJob extends MailJob {

    static final String KIND = "registration-mail";

    private final RegistrationRequests requests;
    private final KeycloakMembers accounts;
    private final RegistrationLetter letter;
    private final Mailer mailer;

    @Inject
    RegistrationMailJob(
            RegistrationRequests requests, KeycloakMembers accounts, RegistrationLetter letter, Mailer mailer) {
        this.requests = requests;
        this.accounts = accounts;
        this.letter = letter;
        this.mailer = mailer;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    protected void send(JobRun job) throws MailFailure {
        Optional<Waiting> registration = Ids.parse(job.key()).flatMap(requests::find);
        if (registration.isPresent()) {
            write(registration.get());
        }
    }

    private void write(Waiting registration) throws MailFailure {
        if (accounts.find(registration.email()).isPresent()) {
            mailer.send(letter.known(registration));
            requests.drop(registration.id());
            return;
        }
        ConfirmationToken token = ConfirmationToken.random();
        requests.issue(registration.id(), token);
        mailer.send(letter.confirm(registration, token));
    }
}
