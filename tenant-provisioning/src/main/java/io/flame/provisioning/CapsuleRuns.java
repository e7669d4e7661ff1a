package io.flame.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Ids;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import io.flame.kernel.persistence.TransactionAction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The last export and the last import of each tenant. Whoever works on one says so at least every {@value #LEASE_SECONDS} s,
 * and names the token by which it was given to him: whoever takes it over gets another.
 */
record CapsuleRuns(Database database) {
    static final String EXPORT = "export";
    static final String IMPORT = "import";
    private static final int LEASE_SECONDS = 60;
    private static final int PAUSE_SECONDS = 10;

    private static final String COLUMNS = """
            id, tenant, kind, state, step, rows_done, attempts, error, next_attempt_at, report, started_at, updated_at, file,
            options, holder""";

    private static final String BEGIN = """
            INSERT INTO flame.capsule_runs AS r (tenant, kind, id, holder, state, file, options, next_attempt_at, locked_until)
            VALUES (?, ?, ?, ?, ?, ?, ?::jsonb, now(), now() + ? * interval '1 second')
            ON CONFLICT (tenant, kind) DO UPDATE SET id = excluded.id, holder = excluded.holder, state = excluded.state, step = NULL, rows_done = 0,
                   attempts = 0, error = NULL, file = excluded.file, options = excluded.options, report = NULL,
                   next_attempt_at = excluded.next_attempt_at, locked_until = excluded.locked_until, started_at = now(),
                   updated_at = now()
             WHERE r.locked_until IS NULL OR r.locked_until < now()""";

    private static final String CLAIM = """
            UPDATE flame.capsule_runs SET state = 'running', holder = ?, locked_until = now() + ? * interval '1 second',
                   updated_at = now()
             WHERE id = (SELECT id FROM flame.capsule_runs
                 WHERE state <> 'done' AND (locked_until IS NULL OR locked_until < now())
                   AND (next_attempt_at <= now() OR state = 'running') AND file = ANY (?)
                 ORDER BY updated_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING\s""" + COLUMNS;

    /**
     * Notes a new run, in place of the one before.
     *
     * @param file what a node reads or writes in its folder; null when somebody does the work at once
     * @return the token by which it is held when somebody does the work at once
     */
    UUID begin(TenantId tenant, String kind, UUID id, @Nullable String file, JsonNode options) {
        UUID holder = newId();
        int taken = database.inPlatform(tx -> tx.update(
                BEGIN,
                tenant.slug(),
                kind,
                id,
                holder,
                file == null ? "running" : "waiting",
                file,
                Json.write(options),
                file == null ? LEASE_SECONDS : -1));
        if (taken == 0) {
            throw Problem.conflict("The " + kind + " of " + tenant + " is being worked on; try again in a minute");
        }
        return holder;
    }

    static UUID newId() {
        return Ids.next();
    }

    Optional<CapsuleRun> find(TenantId tenant, String kind) {
        return database.inPlatform(tx -> tx.queryOne(
                "SELECT " + COLUMNS + " FROM flame.capsule_runs WHERE tenant = ? AND kind = ?",
                CapsuleRuns::run,
                tenant.slug(),
                kind));
    }

    /** The next run that nobody works on and whose file is one of these. */
    Optional<CapsuleRun> claim(List<String> files) {
        return database.inPlatform(
                tx -> tx.queryOne(CLAIM, CapsuleRuns::run, newId(), LEASE_SECONDS, files.toArray(String[]::new)));
    }

    /** Those of exports that are done, and of whatever goes on. */
    List<String> files() {
        return database.inPlatform(tx -> tx.query(
                "SELECT file FROM flame.capsule_runs WHERE file IS NOT NULL AND (kind = 'export' AND state = 'done'"
                        + " OR state IN ('waiting', 'running') OR next_attempt_at IS NOT NULL)",
                row -> row.getString(1)));
    }

    /** Exports that some node is to write: their files are not there yet. */
    List<String> exports() {
        return database.inPlatform(tx -> tx.query(
                "SELECT file FROM flame.capsule_runs WHERE file IS NOT NULL AND kind = 'export' AND state <> 'done'",
                row -> row.getString(1)));
    }

    /** @throws CapsuleTakenOver when the run is somebody else's now */
    void at(UUID holder, String step, long rows) {
        int mine = database.inPlatform(tx -> tx.update(
                "UPDATE flame.capsule_runs SET step = ?, rows_done = ?, updated_at = now(),"
                        + " locked_until = now() + ? * interval '1 second' WHERE holder = ? AND state = 'running'",
                step,
                rows,
                LEASE_SECONDS,
                holder));
        requireMine(mine);
    }

    /**
     * Ends a run.
     *
     * @param last done while nobody can take the run over any more
     * @throws CapsuleTakenOver when the run is somebody else's now; {@code last} is not done then
     */
    void done(UUID holder, Object report, TransactionAction last) {
        database.runInPlatform(tx -> {
            requireMine(tx.update(
                    "UPDATE flame.capsule_runs SET state = 'done', report = ?::jsonb, error = NULL, locked_until = NULL,"
                            + " next_attempt_at = NULL, updated_at = now() WHERE holder = ? AND state = 'running'",
                    Json.write(report),
                    holder));
            last.run(tx);
        });
    }

    /**
     * @param again whether it is tried again after a while
     * @return false when the run is somebody else's now
     */
    boolean fail(UUID holder, RuntimeException failure, boolean again) {
        return database.inPlatform(tx -> tx.update(
                        "UPDATE flame.capsule_runs SET state = 'failed', error = ?, attempts = attempts + 1,"
                                + " locked_until = NULL, next_attempt_at = CASE WHEN ? THEN"
                                + " now() + ? * (attempts + 1) * interval '1 second' END, updated_at = now()"
                                + " WHERE holder = ? AND state <> 'done'",
                        SagaLog.text(failure),
                        again,
                        PAUSE_SECONDS,
                        holder))
                == 1;
    }

    /** Ends a tenant's import for good, because the tenant goes. Whoever works on it stops. */
    static void endImport(Transaction tx, TenantId tenant) throws SQLException {
        tx.update(
                "UPDATE flame.capsule_runs SET state = 'failed', error = 'The tenant was deleted', holder = NULL,"
                        + " locked_until = NULL, next_attempt_at = NULL, updated_at = now()"
                        + " WHERE tenant = ? AND kind = 'import' AND state <> 'done'",
                tenant.slug());
    }

    private static void requireMine(int mine) {
        if (mine == 0) {
            throw new CapsuleTakenOver();
        }
    }

    private static CapsuleRun run(ResultSet row) throws SQLException {
        return new CapsuleRun(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Optional.ofNullable(row.getString(5)),
                row.getLong(6),
                row.getInt(7),
                Optional.ofNullable(row.getString(8)),
                instant(row, 9),
                Optional.ofNullable(row.getString(10)).map(json -> Json.read(json, JsonNode.class)),
                instant(row, 11).orElseThrow(),
                instant(row, 12).orElseThrow(),
                Optional.ofNullable(row.getString(13)),
                Json.read(row.getString(14), JsonNode.class),
                Optional.ofNullable(row.getObject(15, UUID.class)));
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
