package io.flame.kernel.persistence;

import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/**
 * The only way to the database. Work runs in a transaction of one tenant: {@code SET LOCAL} puts its schema and its role
 * in force until the transaction ends, and a connection without them can name no tenant's table. A call inside a running
 * transaction of the same tenant joins it; one for another tenant is refused.
 */
@ApplicationScoped
public class Database {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Set<String> SERVER_GONE = Set.of("57P01", "57P02", "57P03", "53300", "25006");

    private final DataSource pool;
    private final SessionFactory sessions;
    private final ThreadLocal<@Nullable Transaction> current = new ThreadLocal<>();
    private final ThreadLocal<List<Ride>> waiting = ThreadLocal.withInitial(List::of);

    @Inject
    public Database(ConnectionPool pool, EntitySessions sessions) {
        this(pool.dataSource(), sessions.factory());
    }

    public Database(DataSource pool, SessionFactory sessions) {
        this.pool = pool;
        this.sessions = sessions;
    }

    @PreDestroy
    void close() {
        sessions.close();
    }

    /** Does the work in a transaction of this tenant and commits it; any exception rolls it back. */
    public <T> T inTenant(TenantId tenant, TransactionWork<T> work) {
        return run(tenant, work);
    }

    public void runInTenant(TenantId tenant, TransactionAction action) {
        run(tenant, tx -> {
            action.run(tx);
            return true;
        });
    }

    /** Does the work in a transaction on the platform schema, whose tables are named {@code flame.x}. */
    public <T> T inPlatform(TransactionWork<T> work) {
        return run(null, work);
    }

    public void runInPlatform(TransactionAction action) {
        run(null, tx -> {
            action.run(tx);
            return true;
        });
    }

    /** The transaction this thread is in, if any. */
    public Optional<Transaction> current() {
        return Optional.ofNullable(current.get());
    }

    /**
     * Lets a piece of work wait in this thread for a transaction of the tenant (or, without one, of the platform), and ride
     * along into its commit. Each
     * transaction asks it as the last thing before the commit; it tells whether it came along, and if so, and the commit
     * holds, it does not wait any longer. Several are asked in the order in which they began to wait. Whoever lets one wait
     * has to {@link #stopWaiting end that}.
     */
    public Ride rideAlong(@Nullable TenantId tenant, TransactionWork<Boolean> work) {
        Ride ride = new Ride(tenant, work);
        List<Ride> all = new ArrayList<>(waiting.get());
        all.add(ride);
        waiting.set(List.copyOf(all));
        return ride;
    }

    /** Ends all the waiting in this thread, whatever has become of it. */
    public void stopWaiting() {
        waiting.remove();
    }

    private <T> T run(@Nullable TenantId tenant, TransactionWork<T> work) {
        Transaction running = current.get();
        try {
            if (running == null) {
                return runNew(tenant, work);
            }
            if (!running.belongsTo(tenant)) {
                throw new IllegalStateException("a transaction of another tenant is running in this thread");
            }
            return join(running, work);
        } catch (SQLException e) {
            throw translate(e);
        } catch (PersistenceException e) {
            throw unwrapped(e);
        }
    }

    private static <T> T join(Transaction running, TransactionWork<T> work) throws SQLException {
        boolean done = false;
        try {
            T result = work.run(running);
            done = true;
            return result;
        } finally {
            if (!done) {
                running.markRollbackOnly();
            }
        }
    }

    /** Hibernate wraps what the driver says; a lost connection must look the same on both ways. */
    private static RuntimeException unwrapped(RuntimeException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return translate(sql);
            }
        }
        return e;
    }

    private <T> T runNew(@Nullable TenantId tenant, TransactionWork<T> work) throws SQLException {
        Transaction tx;
        T result;
        try (Connection connection = pool.getConnection()) {
            tx = new Transaction(tenant, connection, sessions);
            result = runOn(tx, tenant, work);
        }
        tx.runAfterCommit();
        return result;
    }

    private <T> T runOn(Transaction tx, @Nullable TenantId tenant, TransactionWork<T> work) throws SQLException {
        current.set(tx);
        boolean committed = false;
        try {
            enter(tx.connection(), tenant);
            T result = work.run(tx);
            List<Ride> taken = takeAlong(tx);
            tx.commit();
            committed = true;
            arrive(taken);
            return result;
        } finally {
            current.remove();
            if (!committed) {
                tx.rollback();
            }
        }
    }

    private List<Ride> takeAlong(Transaction tx) throws SQLException {
        List<Ride> all = waiting.get();
        if (all.isEmpty()) {
            return all;
        }
        tx.flush();
        List<Ride> taken = new ArrayList<>();
        for (Ride ride : all) {
            if (ride.join(tx)) {
                taken.add(ride);
            }
        }
        return taken;
    }

    private void arrive(List<Ride> taken) {
        if (taken.isEmpty()) {
            return;
        }
        taken.forEach(Ride::arrive);
        waiting.set(waiting.get().stream().filter(ride -> !ride.isDone()).toList());
    }

    /** As plain statements, which the driver sees: it must know that names now mean other tables. */
    private static void enter(Connection connection, @Nullable TenantId tenant) throws SQLException {
        if (tenant == null) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL search_path TO \"" + tenant.schema() + "\"; SET LOCAL ROLE \""
                    + tenant.databaseRole() + "\"");
        }
    }

    private static RuntimeException translate(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        boolean gone =
                e instanceof SQLTransientConnectionException || state.startsWith("08") || SERVER_GONE.contains(state);
        return gone ? Problem.unavailable("The database is not available", RETRY_AFTER, e) : new DatabaseException(e);
    }
}
