package io.flame.kernel;

import io.flame.kernel.persistence.Database;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The job table: who may run what, until when. A lease not renewed is up for anyone. */
final class JobStore {

    /** A claimed job. {@code signals} is how often it had been woken when it was claimed. */
    record Claimed(JobRun run, long signals) {}

    /**
     * Walks from tenant to tenant along the index, takes a few due jobs of each, and ranks them so that every tenant's
     * first comes before any tenant's second: one busy tenant cannot starve the others.
     */
    private static final String CLAIM = """
            WITH RECURSIVE waiting (tenant) AS (
                (SELECT j.tenant FROM flame.jobs j ORDER BY j.tenant LIMIT 1)
                UNION ALL
                SELECT (SELECT j.tenant FROM flame.jobs j WHERE j.tenant > w.tenant ORDER BY j.tenant LIMIT 1)
                  FROM waiting w WHERE w.tenant IS NOT NULL),
            due AS (
                SELECT d.*, row_number() OVER (PARTITION BY d.tenant ORDER BY d.due_at) AS place
                  FROM waiting w CROSS JOIN LATERAL (
                    SELECT j.tenant, j.kind, j.key, j.due_at FROM flame.jobs j
                     WHERE j.tenant = w.tenant AND j.due_at <= now() AND j.kind = ANY (?)
                       AND (j.locked_until IS NULL OR j.locked_until < now())
                     ORDER BY j.due_at LIMIT ? FOR UPDATE SKIP LOCKED) d
                 WHERE w.tenant <> ALL (?)),
            chosen AS (SELECT tenant, kind, key FROM due ORDER BY place, due_at LIMIT ?)
            UPDATE flame.jobs j SET locked_by = ?, locked_until = now() + ? * interval '1 second'
              FROM chosen c WHERE (j.tenant, j.kind, j.key) = (c.tenant, c.kind, c.key)
            RETURNING j.tenant, j.kind, j.key, j.attempts, j.signals""";

    private static final String FINISH = """
            WITH gone AS (
                DELETE FROM flame.jobs
                 WHERE tenant = ? AND kind = ? AND key = ? AND locked_by = ? AND signals = ? RETURNING 1)
            UPDATE flame.jobs SET locked_by = NULL, locked_until = NULL, attempts = 0, last_error = NULL, due_at = now()
             WHERE tenant = ? AND kind = ? AND key = ? AND locked_by = ? AND NOT EXISTS (SELECT 1 FROM gone)""";

    private static final String RELEASE = """
            UPDATE flame.jobs SET locked_by = NULL, locked_until = NULL, attempts = ?, last_error = ?,
                   due_at = CASE WHEN signals > ? AND ? = 0 THEN now() ELSE now() + ? * interval '1 millisecond' END
             WHERE tenant = ? AND kind = ? AND key = ? AND locked_by = ?""";

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final int ERROR_LENGTH = 1_000;

    private final Database database;
    private final UUID node;

    JobStore(Database database, UUID node) {
        this.database = database;
        this.node = node;
    }

    List<Claimed> claim(Collection<String> kinds, Collection<String> busyTenants, int most) {
        return database.inPlatform(tx -> tx.query(
                CLAIM,
                row -> new Claimed(
                        new JobRun(TenantId.of(row.getString(1)), row.getString(2), row.getString(3), row.getInt(4)),
                        row.getLong(5)),
                kinds.toArray(String[]::new),
                most,
                busyTenants.toArray(String[]::new),
                most,
                node,
                LEASE.toSeconds()));
    }

    /** Removes the job, or frees it at once when it was woken while it ran. Tells whether it has to run again. */
    boolean finish(Claimed job) {
        JobRun run = job.run();
        String tenant = run.tenant().slug();
        return database.inPlatform(tx -> tx.update(
                        FINISH,
                        tenant,
                        run.kind(),
                        run.key(),
                        node,
                        job.signals(),
                        tenant,
                        run.kind(),
                        run.key(),
                        node))
                > 0;
    }

    /** Frees the job for a later time. A wake-up that came meanwhile cuts a wait short, but not a failure's. */
    void release(Claimed job, int attempts, Duration delay, String error) {
        JobRun run = job.run();
        String shortened = error.substring(0, Math.min(error.length(), ERROR_LENGTH));
        database.runInPlatform(tx -> tx.update(
                RELEASE,
                attempts,
                shortened,
                job.signals(),
                attempts,
                delay.toMillis(),
                run.tenant().slug(),
                run.kind(),
                run.key(),
                node));
    }

    /** Keeps every lease of this node. */
    void renew() {
        database.runInPlatform(tx -> tx.update(
                "UPDATE flame.jobs SET locked_until = now() + ? * interval '1 second' WHERE locked_by = ?",
                LEASE.toSeconds(),
                node));
    }

    /** Gives every lease of this node back, so that others need not wait for it to run out. */
    void releaseAll() {
        database.runInPlatform(tx ->
                tx.update("UPDATE flame.jobs SET locked_by = NULL, locked_until = NULL WHERE locked_by = ?", node));
    }
}
