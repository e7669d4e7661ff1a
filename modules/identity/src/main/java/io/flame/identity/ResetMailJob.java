package io.flame.identity;

import static java.lang.System.Logger.Level.WARNING;

import io.flame.identity.ResetStore.Request;
import io.flame.identity.keycloak.KeycloakUsers;
import io.flame.identity.mail.MailFailure;
import io.flame.identity.mail.MailJob;
import io.flame.identity.mail.Mailer;
import io.flame.kernel.Ids;
import io.flame.kernel.JobRun;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;

/**
 * Sends the mail about a forgotten password; the job's key is the request's id. The token is made here, at each try, and
 * kept nowhere but in the mail.
 */
@ApplicationScoped
class ResetMailJob extends MailJob {

    static final String KIND = "reset-mail";

    private static final System.Logger LOG = System.getLogger(ResetMailJob.class.getName());

    private final ResetStore store;
    private final KeycloakUsers users;
    private final Memberships memberships;
    private final ResetLetter letter;
    private final Mailer mailer;
    private final Clock clock;

    @Inject
    ResetMailJob(
            ResetStore store,
            KeycloakUsers users,
            Memberships memberships,
            ResetLetter letter,
            Mailer mailer,
            Clock clock) {
        this.store = store;
        this.users = users;
        this.memberships = memberships;
        this.letter = letter;
        this.mailer = mailer;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    protected void send(JobRun job) throws MailFailure {
        Optional<Request> request = Ids.parse(job.key()).flatMap(store::find);
        if (request.isPresent()) {
            handle(request.get());
        }
    }

    private void handle(Request request) throws MailFailure {
        if (clock.instant().isAfter(request.requestedAt().plus(ResetStore.LIFE))) {
            LOG.log(WARNING, "a mail about a forgotten password could not be sent in half an hour; it is given up");
        } else {
            Optional<KeycloakUsers.User> user =
                    users.findEnabled(request.account().address());
            if (user.isPresent()) {
                send(request.account(), user.get());
            }
        }
        store.close(request);
    }

    private void send(AccountName account, KeycloakUsers.User user) throws MailFailure {
        ResetToken token = ResetToken.random();
        store.issue(user.id(), account, token);
        mailer.send(letter.write(user.email(), token, languageOf(user)));
    }

    private Locale languageOf(KeycloakUsers.User user) {
        String tag = user.tenant()
                .filter(TenantId::isValid)
                .flatMap(tenant -> memberOf(TenantId.of(tenant), user))
                .map(Member::locale)
                .orElse("");
        return Locale.forLanguageTag(tag);
    }

    /** A password may also be set anew while the business is suspended. */
    private Optional<Member> memberOf(TenantId tenant, KeycloakUsers.User user) {
        try {
            return memberships.find(tenant, user.id());
        } catch (Problem e) {
            if (e.code() == ProblemCode.TENANT_SUSPENDED) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
