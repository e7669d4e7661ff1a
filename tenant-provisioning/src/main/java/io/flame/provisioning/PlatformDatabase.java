package io.flame.provisioning;

import io.flame.kernel.persistence.ConnectionPool;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.DatabaseUrl;
import java.lang.reflect.Proxy;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.postgresql.ds.PGSimpleDataSource;

/** The two ways to the database: as the owner to change schemas, as the application to read and write rows. */
final class PlatformDatabase implements AutoCloseable {
    private static final int CONNECTIONS = 2;
    private static final int CONNECT_TIMEOUT_SECONDS = 3;

    private static final int LOCK_TIMEOUT_MILLIS = 2_000;

    private final ConnectionPool pool;
    private final Database database;

    PlatformDatabase(DatabaseUrl application) {
        this.pool = new ConnectionPool(application, CONNECTIONS);
        this.database = new Database(pool.dataSource(), withoutEntities());
    }

    Database database() {
        return database;
    }

    static DataSource owner(DatabaseUrl url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url.jdbcUrl());
        source.setUser(url.user());
        source.setPassword(url.password());
        source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
        source.setApplicationName("flame-provisioning");
        return source;
    }

    /** As {@link #owner}, but each statement gives up on a lock after a moment, so that nobody queues up behind it. */
    static DataSource hasty(DatabaseUrl url) {
        PGSimpleDataSource source = (PGSimpleDataSource) owner(url);
        source.setOptions("-c lock_timeout=" + LOCK_TIMEOUT_MILLIS);
        return source;
    }

    /** Starting Hibernate takes longer than creating a tenant, and nothing here maps entities. */
    private static SessionFactory withoutEntities() {
        return (SessionFactory) Proxy.newProxyInstance(
                SessionFactory.class.getClassLoader(),
                new Class<?>[] {SessionFactory.class},
                (proxy, method, values) -> {
                    throw new UnsupportedOperationException("Provisioning uses no entities");
                });
    }

    @Override
    public void close() {
        pool.close();
    }
}
