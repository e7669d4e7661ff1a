package io.flame.provisioning;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The saga's memory: which step of which tenant has been done, has failed or is under way, and who works on it. Whoever
 * works holds the tenant for {@value #LEASE_SECONDS} seconds and longer with every step; a process that is killed lets go
 * by that.
 */
record SagaLog(Database database) {
    static final int LEASE_SECONDS = 30;
    private static final int FIRST_PAUSE_SECONDS = 5;
    private static final int LONGEST_PAUSE_SECONDS = 300;
    private static final int LONGEST_ERROR = 500;

    private static final String BEGIN = """
            INSERT INTO flame.provisioning AS p (tenant, state, origin, admin_email, admin_name, locked_until)
            VALUES (?, 'running', ?, ?, ?, now() + ? * interval '1 second')
            ON CONFLICT (tenant) DO UPDATE SET state = 'running', admin_email = excluded.admin_email,
                   admin_name = excluded.admin_name, locked_until = excluded.locked_until, error = NULL, updated_at = now()
             WHERE p.state <> 'undoing' AND (p.origin = 'capsule') = (excluded.origin = 'capsule')
               AND (? OR p.locked_until IS NULL OR p.locked_until < now())""";

    private static final String BEGIN_UNDOING = """
            INSERT INTO flame.provisioning AS p (tenant, state, origin, admin_email, admin_name, locked_until)
            VALUES (?, 'undoing', 'operator', '', '', now() + ? * interval '1 second')
            ON CONFLICT (tenant) DO UPDATE SET state = 'undoing', locked_until = excluded.locked_until,
                   sealed_password = NULL, error = NULL, updated_at = now()
             WHERE ? OR p.locked_until IS NULL OR p.locked_until < now()""";

    private static final String OTHER_ADMIN = """
            SELECT p.admin_email FROM flame.provisioning p JOIN flame.provisioning_steps s USING (tenant)
             WHERE p.tenant = ? AND p.state <> 'done' AND s.step = 'admin' AND s.state = 'done' AND p.admin_email <> ?""";

    /** Where somebody else has finished meanwhile, or has begun to undo, nothing is done any more. */
    private static final String ENTER = """
            WITH held AS (
                UPDATE flame.provisioning SET locked_until = now() + ? * interval '1 second', updated_at = now()
                 WHERE tenant = ? AND state <> 'done' AND (state = 'undoing') = ?
                RETURNING tenant)
            INSERT INTO flame.provisioning_steps AS s (tenant, step, state) SELECT tenant, ?, 'running' FROM held
            ON CONFLICT (tenant, step) DO UPDATE SET state = 'running', attempts = s.attempts + 1, error = NULL,
                   updated_at = now()""";

    private static final String FAIL = """
            UPDATE flame.provisioning SET state = CASE state WHEN 'undoing' THEN state ELSE 'failed' END,
                   attempts = attempts + 1, error = ?, locked_until = NULL, updated_at = now(),
                   next_attempt_at = CASE WHEN ? THEN now() + least(?, ? * power(2, least(attempts, 10)))
                   * interval '1 second' END
             WHERE tenant = ? AND state <> 'done'""";

    /** The next tenant that nobody works on although something is left to do; imports are gone on with where the capsule is. */
    private static final String CLAIM = """
            UPDATE flame.provisioning SET locked_until = now() + ? * interval '1 second', updated_at = now(),
                   state = CASE state WHEN 'undoing' THEN state ELSE 'running' END
             WHERE tenant = (SELECT tenant FROM flame.provisioning
                 WHERE state <> 'done' AND (origin <> 'capsule' OR state = 'undoing') AND (locked_until IS NULL OR locked_until < now())
                   AND (next_attempt_at <= now() OR locked_until < now())
                 ORDER BY updated_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING tenant, state, origin, admin_email, admin_name, sealed_password""";

    /** A tenant that this process holds now. */
    record Claimed(
            TenantId tenant,
            boolean undoing,
            boolean registration,
            String adminEmail,
            String adminName,
            @Nullable String sealedPassword) {}

    /**
     * Takes hold of a tenant whose row in the registry has just been made or found.
     *
     * @param force also when somebody else seems to hold it
     */
    void begin(Transaction tx, NewTenant tenant, boolean force) throws SQLException {
        String email = tenant.adminEmail().toLowerCase(java.util.Locale.ROOT);
        if (tx.queryOne(OTHER_ADMIN, row -> row.getString(1), tenant.slug(), email)
                .isPresent()) {
            throw Problem.conflict("adminEmail: this tenant has another administrator already; delete it first");
        }
        int taken = tx.update(BEGIN, tenant.slug(), "operator", email, tenant.adminName(), LEASE_SECONDS, force);
        refuseUnless(taken == 1, tenant.id());
    }

    /**
     * Takes hold of a tenant that comes from a capsule, whose row in the registry has just been made or found.
     *
     * @throws Problem 503 when somebody else works on it: what will pass must not make an import give up
     */
    void beginImport(Transaction tx, TenantId tenant) throws SQLException {
        int taken = tx.update(BEGIN, tenant.slug(), "capsule", "", "", LEASE_SECONDS, false);
        if (taken == 0) {
            throw Problem.unavailable(beingWorkedOn(tenant), Duration.ofSeconds(LEASE_SECONDS), null);
        }
    }

    /** Where a tenant that is there comes from. */
    Optional<String> origin(TenantId tenant) {
        return database.inPlatform(tx -> tx.queryOne(
                "SELECT origin FROM flame.provisioning WHERE tenant = ?", row -> row.getString(1), tenant.slug()));
    }

    /** Keeps hold of the tenant during a step that takes long. */
    void keep(TenantId tenant) {
        database.runInPlatform(tx -> tx.update(
                "UPDATE flame.provisioning SET locked_until = now() + ? * interval '1 second'"
                        + " WHERE tenant = ? AND state = 'running'",
                LEASE_SECONDS,
                tenant.slug()));
    }

    /** Leaves a tenant that somebody has registered to whoever looks next; {@link #keepPassword} has to follow. */
    static void await(Transaction tx, NewTenant tenant) throws SQLException {
        tx.update(
                "INSERT INTO flame.provisioning (tenant, state, origin, admin_email, admin_name, next_attempt_at)"
                        + " VALUES (?, 'waiting', 'registration', ?, ?, now())",
                tenant.slug(),
                tenant.adminEmail(),
                tenant.adminName());
    }

    /** Takes hold of a tenant that is to go. */
    void beginUndoing(TenantId tenant, boolean force) {
        int taken = database.inPlatform(tx -> tx.update(BEGIN_UNDOING, tenant.slug(), LEASE_SECONDS, force));
        refuseUnless(taken == 1, tenant);
    }

    Optional<Claimed> claim() {
        return database.inPlatform(tx -> tx.queryOne(CLAIM, SagaLog::claimed, LEASE_SECONDS));
    }

    /** Keeps the administrator's password, sealed, until there is an administrator. */
    void keepPassword(TenantId tenant, String sealed) {
        database.runInPlatform(tx ->
                tx.update("UPDATE flame.provisioning SET sealed_password = ? WHERE tenant = ?", sealed, tenant.slug()));
    }

    <T> T run(TenantId tenant, Step step, Supplier<T> action) {
        return run(tenant, step, "done", action);
    }

    void undo(TenantId tenant, Step step, Runnable action) {
        run(tenant, step, "undone", () -> {
            action.run();
            return true;
        });
    }

    private <T> T run(TenantId tenant, Step step, String end, Supplier<T> action) {
        enter(tenant, step, end.equals("undone"));
        try {
            T result = action.get();
            leave(tenant, step, end, null);
            return result;
        } catch (RuntimeException failure) {
            leave(tenant, step, "failed", text(failure));
            throw failure;
        }
    }

    private void enter(TenantId tenant, Step step, boolean undoing) {
        int entered = database.inPlatform(tx -> tx.update(ENTER, LEASE_SECONDS, tenant.slug(), undoing, step.word()));
        if (entered == 0) {
            throw Problem.unavailable(beingWorkedOn(tenant), Duration.ofSeconds(LEASE_SECONDS), null);
        }
    }

    private void leave(TenantId tenant, Step step, String state, @Nullable String error) {
        database.runInPlatform(tx -> tx.update(
                "UPDATE flame.provisioning_steps SET state = ?, error = ?, updated_at = now()"
                        + " WHERE tenant = ? AND step = ?",
                state,
                error,
                tenant.slug(),
                step.word()));
    }

    void finish(TenantId tenant) {
        database.runInPlatform(tx -> tx.update(
                "UPDATE flame.provisioning SET state = 'done', sealed_password = NULL, locked_until = NULL, error = NULL,"
                        + " next_attempt_at = NULL, updated_at = now() WHERE tenant = ? AND state <> 'undoing'",
                tenant.slug()));
    }

    /** Lets go, unless somebody else has finished meanwhile. What another try may cure is tried again later; what only a person can cure is not. */
    void fail(TenantId tenant, RuntimeException failure) {
        boolean again = !(failure instanceof Problem problem && problem.code() != ProblemCode.UNAVAILABLE);
        database.runInPlatform(
                tx -> tx.update(FAIL, text(failure), again, LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS, tenant.slug()));
    }

    private static void refuseUnless(boolean taken, TenantId tenant) {
        if (!taken) {
            throw Problem.conflict(beingWorkedOn(tenant));
        }
    }

    private static String beingWorkedOn(TenantId tenant) {
        return "slug: " + tenant + " is being worked on; try again in " + LEASE_SECONDS + " seconds";
    }

    private static Claimed claimed(ResultSet row) throws SQLException {
        return new Claimed(
                TenantId.of(row.getString("tenant")),
                row.getString("state").equals("undoing"),
                row.getString("origin").equals("registration"),
                row.getString("admin_email"),
                row.getString("admin_name"),
                row.getString("sealed_password"));
    }

    /** Short enough to store, and without the NUL that PostgreSQL refuses. */
    static String text(RuntimeException failure) {
        String text = (failure instanceof Problem problem ? problem.detail() : String.valueOf(failure.getMessage()))
                .replace('\0', ' ');
        return text.substring(0, Math.min(text.length(), LONGEST_ERROR));
    }
}
