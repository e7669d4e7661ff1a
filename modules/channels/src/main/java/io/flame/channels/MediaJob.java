package io.flame.channels;

import static java.lang.System.Logger.Level.INFO;

import io.flame.kernel.Ids;
import io.flame.kernel.JobHandler;
import io.flame.kernel.JobOutcome;
import io.flame.kernel.JobRun;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.usage.Limit;
import io.flame.kernel.usage.TenantQuota;
import io.flame.kernel.usage.Usage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a file that a message refers to; the job's key is the attachment's id. The message stands whatever becomes of
 * its file. A file for which the tenant's plan leaves no room waits for some days until there is.
 */
@ApplicationScoped
class MediaJob implements JobHandler {

    /** The kind under which whoever stores an attachment enqueues its id. */
    static final String KIND = "media";

    private static final System.Logger LOG = System.getLogger(MediaJob.class.getName());

    private static final int MOST_TRIES = 5;

    static final String NO_ROOM = "quota_exceeded: the storage that the plan allows is used up";

    private static final Duration UNTIL_THERE_IS_ROOM = Duration.ofHours(1);

    /** Providers keep their files longer than this. */
    private static final Duration PATIENCE = Duration.ofDays(3);

    private final Database database;
    private final Accounts accounts;
    private final Adapters adapters;
    private final Usage usage;
    private final Clock clock;

    @Inject
    MediaJob(Database database, Accounts accounts, Adapters adapters, Usage usage, Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.adapters = adapters;
        this.usage = usage;
        this.clock = clock;
    }

    /** A file that is still to be fetched. */
    private record Wanted(
            UUID integrationId,
            MediaReference reference,
            Optional<String> mimeType,
            Optional<String> sha256,
            Instant since) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome run(JobRun job) throws MediaFailure {
        Optional<UUID> id = Ids.parse(job.key());
        Optional<Wanted> wanted = id.flatMap(each -> find(job.tenant(), each));
        return wanted.isEmpty() ? JobOutcome.done() : fetch(job, id.orElseThrow(), wanted.get());
    }

    private JobOutcome fetch(JobRun job, UUID id, Wanted wanted) throws MediaFailure {
        TenantQuota quota = usage.quota(job.tenant());
        try {
            if (hasRoom(job.tenant(), quota) && store(job.tenant(), quota, id, wanted, fetch(job.tenant(), wanted))) {
                return JobOutcome.done();
            }
            return waitForRoom(job.tenant(), id, wanted);
        } catch (MediaFailure e) {
            if (!e.isLasting() && job.attempts() + 1 < MOST_TRIES) {
                throw e;
            }
            giveUp(job.tenant(), id, e.reason());
        }
        return JobOutcome.done();
    }

    private Optional<Wanted> find(TenantId tenant, UUID id) {
        return database.inTenant(
                tenant,
                tx -> tx.queryOne(
                        """
                        SELECT m.integration_id, a.provider_media_id, a.url, a.mime_type, a.sha256, a.created_at
                          FROM attachments a JOIN messages m ON m.id = a.message_id
                         WHERE a.id = ? AND a.status = 'queued' AND m.integration_id IS NOT NULL""",
                        row -> new Wanted(
                                row.getObject(1, UUID.class),
                                new MediaReference(given(row.getString(2)), given(row.getString(3))),
                                given(row.getString(4)),
                                given(row.getString(5)),
                                row.getTimestamp(6).toInstant()),
                        id));
    }

    private byte[] fetch(TenantId tenant, Wanted wanted) throws MediaFailure {
        Account account = accounts.find(tenant, wanted.integrationId())
                .orElseThrow(() -> MediaFailure.lasting("The integration no longer exists"));
        ChannelAdapter adapter = adapters.of(account.platform())
                .orElseThrow(() -> MediaFailure.lasting("Files of this platform cannot be fetched yet"));
        byte[] data = adapter.fetch(account, wanted.reference());
        if (wanted.sha256().isPresent() && !wanted.sha256().get().equals(sha256(data))) {
            throw MediaFailure.passing("The file is not the one that was announced");
        }
        return data;
    }

    /** Nothing is fetched for a store that is full. */
    private boolean hasRoom(TenantId tenant, TenantQuota quota) {
        return quota.limit(Limit.STORAGE).isEmpty()
                || database.inTenant(
                        tenant, tx -> usage.room(tx, quota, Limit.STORAGE).take(1));
    }

    /** Whether there was room for it. */
    private boolean store(TenantId tenant, TenantQuota quota, UUID id, Wanted wanted, byte[] data) {
        String type = FileTypes.of(data, wanted.mimeType());
        return database.inTenant(tenant, tx -> {
            if (!usage.room(tx, quota, Limit.STORAGE).take(data.length)) {
                return false;
            }
            tx.update("""
                        UPDATE attachments SET status = 'stored', data = ?, size_bytes = ?, mime_type = ?, sha256 = ?,
                               error = NULL WHERE id = ?""", data, (long) data.length, type, sha256(data), id);
            return true;
        });
    }

    private JobOutcome waitForRoom(TenantId tenant, UUID id, Wanted wanted) {
        if (clock.instant().isAfter(wanted.since().plus(PATIENCE))) {
            giveUp(tenant, id, NO_ROOM);
            return JobOutcome.done();
        }
        database.runInTenant(tenant, tx -> tx.update("UPDATE attachments SET error = ? WHERE id = ?", NO_ROOM, id));
        return JobOutcome.later(UNTIL_THERE_IS_ROOM);
    }

    private void giveUp(TenantId tenant, UUID id, String reason) {
        LOG.log(INFO, "attachment {0} of tenant {1} cannot be fetched: {2}", id, tenant, reason);
        database.runInTenant(
                tenant,
                tx -> tx.update("UPDATE attachments SET status = 'failed', error = ? WHERE id = ?", reason, id));
    }

    private static Optional<String> given(@Nullable String text) {
        return Optional.ofNullable(text).filter(each -> !each.isBlank());
    }

    private static String sha256(byte[] data) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
