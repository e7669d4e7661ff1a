package io.flame.feed;

import io.flame.kernel.Doorbell;
import io.flame.kernel.EventLog;
import io.flame.kernel.Fact;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.ConnectionPool;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.DatabaseUrl;
import io.flame.kernel.persistence.EntitySessions;
import io.flame.kernel.persistence.TransactionAction;
import io.flame.testing.TestDatabase;
import java.time.Clock;
import java.util.List;

/** The event logs of a real PostgreSQL, one new tenant per test. */
final class TestLog implements AutoCloseable {

    /** Something that happens in these tests. */
    record NumberCounted(String counter, int number) implements Fact {
        @Override
        public String type() {
            return "number.counted";
        }
    }

    private static final Database DATABASE = new Database(
            new ConnectionPool(
                            DatabaseUrl.parse(
                                    "DATABASE_URL", TestDatabase.shared().url()),
                            24)
                    .dataSource(),
            new EntitySessions(List.of()).factory());

    final TenantId tenant = TenantId.of(TestDatabase.shared().newTenant());
    final Doorbell doorbell = new Doorbell();
    final FeedThreads threads = new FeedThreads();
    final EventLog log = new EventLog(doorbell);
    final TenantLog reader = new TenantLog(DATABASE);

    Database database() {
        return DATABASE;
    }

    Rooms rooms() {
        return new Rooms(reader, threads, doorbell, Clock.systemUTC());
    }

    void count(String counter, int number) {
        DATABASE.runInTenant(tenant, tx -> log.publish(tx, new NumberCounted(counter, number)));
    }

    /** Ids of all events in the order of the log, as a reader sees it who comes when everything is over. */
    List<String> ids() {
        return DATABASE.inTenant(
                tenant,
                tx -> tx.query(
                        "SELECT e.tx::text || '-' || e.id FROM events AS e ORDER BY e.tx, e.id",
                        row -> row.getString(1)));
    }

    void run(TransactionAction action) {
        DATABASE.runInTenant(tenant, action);
    }

    @Override
    public void close() {
        threads.stop();
    }
}
