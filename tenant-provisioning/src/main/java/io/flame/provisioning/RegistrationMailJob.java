package io.flame.provisioning;

import io.flame.identity.keycloak.KeycloakMembers;
import io.flame.identity.mail.MailFailure;
import io.flame.identity.mail.Mailer;
import io.flame.kernel.Ids;
import io.flame.kernel.JobHandler;
import io.flame.kernel.JobOutcome;
import io.flame.kernel.JobRun;
import io.flame.provisioning.RegistrationRequests.Waiting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Sends the mail of a registration, whose id is the job's key. Here, where nobody waits for an answer, it turns out whether
 * the address has an account. The token is made at each try and kept nowhere but in the mail.
 */
@ApplicationScoped
class RegistrationMailJob implements JobHandler {

    static final String KIND = "registration-mail";

    private static final int MOST_AT_ONCE = 2;
    private static final Duration FOR_A_PLACE = Duration.ofSeconds(1);

    private final RegistrationRequests requests;
    private final KeycloakMembers accounts;
    private final RegistrationLetter letter;
    private final Mailer mailer;
    /** A mail server that hangs must not keep the workers from everything else. */
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

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
    public JobOutcome run(JobRun job) throws MailFailure {
        if (!places.tryAcquire()) {
            return JobOutcome.later(FOR_A_PLACE);
        }
        try {
            Optional<Waiting> registration = Ids.parse(job.key()).flatMap(requests::find);
            if (registration.isPresent()) {
                write(registration.get());
            }
            return JobOutcome.done();
        } finally {
            places.release();
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
