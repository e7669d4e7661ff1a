package io.flame.kernel;

import io.flame.kernel.persistence.Database;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The job table: who may run what, until when. A lease not renewed is up for anyone. */
final class JobStore {

    /** A claimed job. {@code signals} is how often it had been woken when it was claimed. */
    record Claimed(JobRun run, long signals) {}

    /**
     * Walks from tenant to tenant along the index, takes a few due jobs of each, and ranks them so that every tenant's
     * first comes before any tenant's second: one busy tenant cannot starve the others. What a tenant already holds here
     * counts against its share. A lease that ran out under a run that still goes on here is left alone.
     * The jobs of a tenant that is suspended wait until it is not: this is the one place through which everything goes that
     * sends or answers by itself. The status is asked for by a scalar query, which the planner cannot make a join of: a
     * tenant is looked up once, before its jobs are.
     * The kind is disguised so that the planner, who thinks the table is empty, walks the index of due times and does not
     * sort a whole backlog for one job.
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
                     WHERE j.tenant = w.tenant AND j.due_at <= now() AND j.kind || '' = ANY (?)
                       AND (j.locked_until IS NULL OR j.locked_until < now() AND NOT (j.locked_by = ? AND
                            (j.tenant, j.kind, j.key) IN (SELECT t, k, y FROM unnest(?, ?, ?) AS mine (t, k, y))))
                     ORDER BY j.due_at
                     LIMIT (SELECT greatest(0, least(?, ? - coalesce(sum(h.jobs), 0)))
                              FROM unnest(?, ?) AS h (tenant, jobs) WHERE h.tenant = w.tenant)
                       FOR UPDATE SKIP LOCKED) d
                 WHERE coalesce((SELECT t.status FROM flame.tenants t WHERE t.slug = w.tenant), '')
                       NOT IN ('suspended', 'deleting')),
            chosen AS (SELECT tenant, kind, key FROM due ORDER BY place, due_at LIMIT ?)
            UPDATE flame.jobs j SET locked_by = ?, locked_until = now() + ? * interval '1 millisecond'
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
             WHERE tenant = ? AND kind = ? AND key = ? AND locked_by = ? RETURNING due_at <= now()""";

    private static final String RENEW = """
            UPDATE flame.jobs SET locked_until = now() + ? * interval '1 millisecond'
             WHERE locked_by = ? AND (tenant, kind, key) IN (SELECT t, k, y FROM unnest(?, ?, ?) AS mine (t, k, y))""";

    static final Duration LEASE = Duration.ofSeconds(30);

    private final Database database;
    private final UUID node;
    private final Duration lease;

    /** @param lease how long a job stays this node's without being renewed */
    JobStore(Database database, UUID node, Duration lease) {
        this.database = database;
        this.node = node;
        this.lease = lease;
    }

    /**
     * @param running what this node is already doing
     * @param share how many jobs one tenant may hold on this node at a time
     * @param most how many jobs to claim
     */
    List<Claimed> claim(Collection<String> kinds, RunningJobs running, int share, int most) {
        List<JobRun> mine = running.all();
        Map<TenantId, Integer> held = running.perTenant();
        return database.inPlatform(tx -> tx.query(
                CLAIM,
                row -> new Claimed(
                        new JobRun(TenantId.of(row.getString(1)), row.getString(2), row.getString(3), row.getInt(4)),
                        row.getLong(5)),
                kinds.toArray(String[]::new),
                node,
                tenants(mine),
                kindsOf(mine),
                keys(mine),
                most,
                share,
                held.keySet().stream().map(TenantId::slug).toArray(String[]::new),
                held.values().toArray(Integer[]::new),
                most,
                node,
                lease.toMillis()));
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

    /**
     * Frees the job for a later time. A wake-up that came meanwhile cuts a wait short, but not a failure's. Tells whether
     * the job is due at once.
     */
    boolean release(Claimed job, int attempts, Duration delay, String error) {
        JobRun run = job.run();
        return database.inPlatform(tx -> tx.queryOne(
                        RELEASE,
                        row -> row.getBoolean(1),
                        attempts,
                        error,
                        job.signals(),
                        attempts,
                        delay.toMillis(),
                        run.tenant().slug(),
                        run.kind(),
                        run.key(),
                        node)
                .orElse(false));
    }

    /** Keeps the leases of these jobs. */
    void renew(List<JobRun> running) {
        if (running.isEmpty()) {
            return;
        }
        database.runInPlatform(
                tx -> tx.update(RENEW, lease.toMillis(), node, tenants(running), kindsOf(running), keys(running)));
    }

    /** Gives every lease of this node back, so that others need not wait for it to run out. */
    void releaseAll() {
        database.runInPlatform(tx ->
                tx.update("UPDATE flame.jobs SET locked_by = NULL, locked_until = NULL WHERE locked_by = ?", node));
    }

    private static String[] tenants(List<JobRun> jobs) {
        return jobs.stream().map(job -> job.tenant().slug()).toArray(String[]::new);
    }

    private static String[] kindsOf(List<JobRun> jobs) {
        return jobs.stream().map(JobRun::kind).toArray(String[]::new);
    }

    private static String[] keys(List<JobRun> jobs) {
        return jobs.stream().map(JobRun::key).toArray(String[]::new);
    }
}
