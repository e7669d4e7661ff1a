package io.flame.identity.people;

import static java.lang.System.Logger.Level.WARNING;

import io.flame.identity.mail.MailFailure;
import io.flame.identity.mail.MailJob;
import io.flame.identity.mail.Mailer;
import io.flame.kernel.JobRun;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.usage.Usage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Optional;

/** Sends the mail about a limit to one administrator; the job's key is the {@link QuotaNotice}. */
@ApplicationScoped
class QuotaMailJob extends MailJob {

    static final String KIND = "quota-mail";

    private static final System.Logger LOG = System.getLogger(QuotaMailJob.class.getName());

    /** With growing pauses of five minutes at most, this is about a day. */
    private static final int MOST_TRIES = 300;

    private final Database database;
    private final Organizations organizations;
    private final Usage usage;
    private final Mailer mailer;

    @Inject
    QuotaMailJob(Database database, Organizations organizations, Usage usage, Mailer mailer) {
        this.database = database;
        this.organizations = organizations;
        this.usage = usage;
        this.mailer = mailer;
    }

    /** Somebody who is still an administrator. */
    private record Admin(String email, Optional<String> locale) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    protected void send(JobRun job) throws MailFailure {
        if (job.attempts() >= MOST_TRIES) {
            LOG.log(WARNING, "a mail about a limit of tenant {0} could not be sent; it is given up", job.tenant());
            return;
        }
        Optional<QuotaNotice> notice = QuotaNotice.parse(job.key());
        if (notice.isPresent()) {
            send(job.tenant(), notice.get());
        }
    }

    private void send(TenantId tenant, QuotaNotice notice) throws MailFailure {
        Optional<Admin> found = find(tenant, notice);
        if (found.isPresent()) {
            Admin admin = found.get();
            String locale = admin.locale()
                    .orElseGet(() -> organizations.business(tenant).locale());
            mailer.send(QuotaLetter.write(
                    admin.email(),
                    notice,
                    Locale.forLanguageTag(locale),
                    usage.quota(tenant).zone()));
        }
    }

    private Optional<Admin> find(TenantId tenant, QuotaNotice notice) {
        return database.inTenant(
                tenant,
                tx -> tx.queryOne(
                        "SELECT email, locale FROM users WHERE id = ? AND role = 'admin' AND is_active",
                        row -> new Admin(row.getString(1), Optional.ofNullable(row.getString(2))),
                        notice.admin()));
    }
}
