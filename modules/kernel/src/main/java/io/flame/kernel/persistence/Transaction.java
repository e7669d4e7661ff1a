package io.flame.kernel.persistence;

import static java.lang.System.Logger.Level.WARNING;

import io.flame.kernel.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/**
 * One running transaction, bound to one tenant (or to the platform schema) and to one thread. Unqualified table names
 * mean this tenant's tables, and its database role can reach no others.
 */
public final class Transaction {

    private static final System.Logger LOG = System.getLogger(Transaction.class.getName());

    private final @Nullable TenantId tenant;
    private final Connection connection;
    private final SessionFactory sessions;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private @Nullable Session session;
    private @Nullable Change change;
    private boolean rollbackOnly;

    Transaction(@Nullable TenantId tenant, Connection connection, SessionFactory sessions) {
        this.tenant = tenant;
        this.connection = connection;
        this.sessions = sessions;
    }

    /** The tenant whose transaction this is; an error in a platform transaction. */
    public TenantId tenant() {
        if (tenant == null) {
            throw new IllegalStateException("this is a platform transaction: it has no tenant");
        }
        return tenant;
    }

    public Connection connection() {
        return connection;
    }

    /** A Hibernate session on this very connection; it is flushed before the commit. */
    public Session session() {
        if (session == null) {
            session = sessions.withOptions().connection(connection).openSession();
            session.beginTransaction();
        }
        return session;
    }

    /** Runs after the commit, in this thread; not at all when the transaction is rolled back. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** Says what this transaction is about, for the audit log; the last word counts. */
    public void tell(Change told) {
        change = told;
    }

    /** What was {@link #tell told} about this transaction. */
    public Optional<Change> change() {
        return Optional.ofNullable(change);
    }

    public <R> List<R> query(String sql, RowMapper<R> mapper, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Parameters.bind(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                List<R> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(mapper.map(rows));
                }
                return found;
            }
        }
    }

    /** The first row, if there is one. */
    public <R> Optional<R> queryOne(String sql, RowMapper<R> mapper, @Nullable Object... values) throws SQLException {
        List<R> found = query(sql, mapper, values);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
    }

    /** Runs a statement and tells how many rows it touched. */
    public int update(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Parameters.bind(statement, values);
            return statement.execute() ? 0 : statement.getUpdateCount();
        }
    }

    boolean belongsTo(@Nullable TenantId other) {
        return tenant == null ? other == null : tenant.equals(other);
    }

    /** A call that joined has failed: what it did in part must not be committed, even if its caller goes on. */
    void markRollbackOnly() {
        rollbackOnly = true;
    }

    /** Everything the session remembers gets to the database, so that the database knows whether anything is written. */
    void flush() {
        if (session != null) {
            session.flush();
        }
    }

    void commit() throws SQLException {
        if (rollbackOnly) {
            throw new IllegalStateException("a call inside this transaction has failed: it can only be rolled back");
        }
        if (session != null) {
            session.getTransaction().commit();
            session.close();
            return;
        }
        connection.commit();
    }

    void rollback() {
        try {
            if (session != null) {
                session.close();
            }
            connection.rollback();
        } catch (SQLException | RuntimeException e) {
            // the connection is broken: the pool finds out, and the server has rolled back anyway
            return;
        }
    }

    /** What has been committed cannot fail any more: one action's exception is neither the caller's nor the others'. */
    void runAfterCommit() {
        for (Runnable action : afterCommit) {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.log(WARNING, "an action after the commit failed", e);
            }
        }
    }
}
