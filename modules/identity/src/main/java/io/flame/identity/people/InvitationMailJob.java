package io.flame.identity.people;

import static java.lang.System.Logger.Level.WARNING;

import io.flame.identity.mail.MailFailure;
import io.flame.identity.mail.MailJob;
import io.flame.identity.mail.Mailer;
import io.flame.kernel.Ids;
import io.flame.kernel.JobRun;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Sends the mail of an invitation, whose id is the job's key. The token is made here, at each try, and kept nowhere but in
 * the mail.
 */
@ApplicationScoped
class InvitationMailJob extends MailJob {

    static final String KIND = "invitation-mail";

    private static final System.Logger LOG = System.getLogger(InvitationMailJob.class.getName());

    private final Database database;
    private final Organizations organizations;
    private final InvitationLetter letter;
    private final Mailer mailer;
    private final Clock clock;

    @Inject
    InvitationMailJob(
            Database database, Organizations organizations, InvitationLetter letter, Mailer mailer, Clock clock) {
        this.database = database;
        this.organizations = organizations;
        this.letter = letter;
        this.mailer = mailer;
        this.clock = clock;
    }

    /** An invitation whose mail is still to be sent. */
    private record Waiting(UUID id, String email, Instant expiresAt) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    protected void send(JobRun job) throws MailFailure {
        Optional<Waiting> waiting = Ids.parse(job.key()).flatMap(id -> find(job.tenant(), id));
        if (waiting.isPresent()) {
            handle(job.tenant(), waiting.get());
        }
    }

    private void handle(TenantId tenant, Waiting invitation) throws MailFailure {
        if (clock.instant().isAfter(invitation.expiresAt())) {
            LOG.log(
                    WARNING,
                    "the mail of an invitation of tenant {0} could not be sent in time; it is given up",
                    tenant);
            return;
        }
        InvitationToken token = InvitationToken.fresh(tenant);
        update(tenant, "UPDATE invitations SET token_hash = ? WHERE id = ?", token.hash(), invitation.id());
        Organizations.Business business = organizations.business(tenant);
        mailer.send(letter.write(invitation.email(), token, business.name(), business.locale()));
        update(
                tenant,
                "UPDATE invitations SET mailed_at = ? WHERE id = ? AND token_hash = ?",
                clock.instant(),
                invitation.id(),
                token.hash());
    }

    private Optional<Waiting> find(TenantId tenant, UUID id) {
        return database.inTenant(
                tenant,
                tx -> tx.queryOne(
                        "SELECT id, email, expires_at FROM invitations"
                                + " WHERE id = ? AND accepted_at IS NULL AND mailed_at IS NULL",
                        row -> new Waiting(
                                row.getObject(1, UUID.class),
                                row.getString(2),
                                row.getTimestamp(3).toInstant()),
                        id));
    }

    private void update(TenantId tenant, String sql, Object... values) {
        database.runInTenant(tenant, tx -> tx.update(sql, values));
    }
}
