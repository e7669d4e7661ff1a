package io.flame.kernel;

import io.flame.kernel.persistence.ConnectionPool;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.DatabaseUrl;
import io.flame.kernel.persistence.EntitySessions;
import io.flame.kernel.persistence.TransactionAction;
import io.flame.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;

/** The kernel put together by hand over a real PostgreSQL, with a tenant and job kinds of its own for each test. */
final class Ground {

    static final SessionFactory SESSIONS = new EntitySessions(List.of()).factory();
    static final Outage OUTAGE = new Outage(new ConnectionPool(
                    DatabaseUrl.parse("DATABASE_URL", TestDatabase.shared().url()), 30)
            .dataSource());
    private static final Database DATABASE = new Database(OUTAGE, SESSIONS);

    final Database database = DATABASE;
    final TenantId tenant = newTenant();
    final Doorbell doorbell = new Doorbell();
    final EventLog log = new EventLog(doorbell);
    final Jobs jobs = new Jobs(Clock.systemUTC());
    final String kind = "test-" + UUID.randomUUID().toString().substring(0, 8);

    static TenantId newTenant() {
        return TenantId.of(TestDatabase.shared().newTenant());
    }

    void inTenant(TransactionAction action) {
        database.runInTenant(tenant, action);
    }

    void enqueue(String key) {
        inTenant(tx -> jobs.enqueue(tx, kind, key));
    }

    JobRunner runner(int workers, JobWork work) {
        return runner(workers, JobStore.LEASE, work);
    }

    JobRunner runner(int workers, Duration lease, JobWork work) {
        return new JobRunner(database, jobs, workers, lease, List.of(new Handler(kind, work)));
    }

    /** How many jobs of this test's kind are in the table. */
    long waitingJobs() {
        return database.inPlatform(
                tx -> tx.queryOne("SELECT count(*) FROM flame.jobs WHERE kind = ?", row -> row.getLong(1), kind)
                        .orElseThrow());
    }

    long lockedJobs() {
        return database.inPlatform(tx -> tx.queryOne(
                        "SELECT count(*) FROM flame.jobs WHERE kind = ? AND locked_by IS NOT NULL",
                        row -> row.getLong(1),
                        kind)
                .orElseThrow());
    }

    long count(String sql) {
        return database.inTenant(
                tenant, tx -> tx.queryOne(sql, row -> row.getLong(1)).orElseThrow());
    }

    /** What a job does. */
    @FunctionalInterface
    interface JobWork {
        JobOutcome run(JobRun job) throws Exception;
    }

    private record Handler(String kind, JobWork work) implements JobHandler {
        @Override
        public JobOutcome run(JobRun job) throws Exception {
            return work.run(job);
        }
    }
}
