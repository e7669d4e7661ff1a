package io.flame.kernel.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.flame.kernel.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import javax.sql.DataSource;

/** The application's connections. Their search path is empty, so that outside of a transaction no table can be named. */
@ApplicationScoped
public class ConnectionPool {

    private static final int DEFAULT_SIZE = 16;
    private static final int WAIT_MILLIS = 3_000;

    private final HikariDataSource dataSource;

    @Inject
    public ConnectionPool(Settings settings) {
        this(
                DatabaseUrl.parse("DATABASE_URL", settings.required("DATABASE_URL")),
                settings.integer("FLAME_DB_POOL_SIZE", DEFAULT_SIZE, 1, 500));
    }

    public ConnectionPool(DatabaseUrl url, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("flame");
        config.setDriverClassName("org.postgresql.Driver");
        config.setJdbcUrl(url.jdbcUrl());
        config.setUsername(url.user());
        config.setPassword(url.password());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(Math.min(size, 4));
        config.setAutoCommit(false);
        config.setConnectionTimeout(WAIT_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("ApplicationName", "flame");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // the detail of an error holds the row's values, and exceptions end up in logs
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.addDataSourceProperty("connectTimeout", "3");
        config.addDataSourceProperty("socketTimeout", "60");
        config.addDataSourceProperty(
                "options",
                "-c search_path= -c statement_timeout=30000 -c idle_in_transaction_session_timeout=30000 -c TimeZone=UTC");
        this.dataSource = new HikariDataSource(config);
    }

    public DataSource dataSource() {
        return dataSource;
    }

    @PreDestroy
    public void close() {
        dataSource.close();
    }
}
