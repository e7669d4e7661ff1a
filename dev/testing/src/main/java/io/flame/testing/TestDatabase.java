package io.flame.testing;

import io.flame.liquibase.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One PostgreSQL per JVM with a migrated platform schema. It does not wait for the disk, so it is of no use where
 * durability is what is tested. As in production the owner is no superuser and the application's login owns nothing.
 */
public final class TestDatabase {
    private static final String DATABASE = "flame";
    private static final String OWNER = "flame_owner";
    private static final String APPLICATION = "flame_app";
    private static final String PASSWORD = "invented";

    private final EmbeddedPostgres server;
    private final Migrations migrations;

    private TestDatabase() {
        server = start();
        execute(
                superuser(),
                "CREATE ROLE " + OWNER + " LOGIN CREATEROLE PASSWORD '" + PASSWORD + "'",
                "CREATE DATABASE " + DATABASE + " OWNER " + OWNER);
        migrations = new Migrations(owner(), APPLICATION);
        migrations.migratePlatform();
        migrations.ensureApplicationRole(PASSWORD);
    }

    /** The database of this JVM, started on the first call and stopped with the JVM. */
    public static TestDatabase shared() {
        return Shared.DATABASE;
    }

    /** A new tenant, fully migrated and registered as active; returns its slug. */
    public String newTenant() {
        String slug =
                "t" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        migrations.createTenantSchema(slug);
        register(slug);
        return slug;
    }

    /** Connections of the application's login {@code flame_app}; each is new, none is pooled. */
    public DataSource application() {
        return login(DATABASE, APPLICATION);
    }

    /** Connections of the login that owns all schemas. */
    public DataSource owner() {
        return login(DATABASE, OWNER);
    }

    /** Connections of the server's superuser, to the database {@code postgres}. */
    public DataSource superuser() {
        return server.getPostgresDatabase();
    }

    /** The migrations of this database. */
    public Migrations migrations() {
        return migrations;
    }

    /** JDBC address without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://localhost:" + port() + "/" + DATABASE;
    }

    /** The application's login as {@code postgresql://user:password@host:port/database}, the form of DATABASE_URL. */
    public String url() {
        return url(APPLICATION);
    }

    /** The owner's login in the form of DATABASE_ADMIN_URL. */
    public String ownerUrl() {
        return url(OWNER);
    }

    /** TCP port on localhost. */
    public int port() {
        return server.getPort();
    }

    /** Name of the application's login. */
    public String user() {
        return APPLICATION;
    }

    /** Password of the application's and of the owner's login. */
    public String password() {
        return PASSWORD;
    }

    /** Name of the owner's login. */
    public String ownerUser() {
        return OWNER;
    }

    /** Kills every connection of the application's login, whatever it is doing; returns how many there were. */
    public int killBackends() {
        return kill("usename = ?", APPLICATION);
    }

    /** Kills every connection that has this {@code application_name}; returns how many there were. */
    public int killBackends(String applicationName) {
        return kill("application_name = ?", applicationName);
    }

    private int kill(String condition, String value) {
        String sql =
                "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND "
                        + condition;
        try (Connection connection = superuser().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            ResultSet rows = statement.executeQuery();
            rows.next();
            return rows.getInt(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void register(String slug) {
        try (Connection connection = owner().getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("INSERT INTO flame.tenants (slug, name) VALUES (?, ?)")) {
            statement.setString(1, slug);
            statement.setString(2, "Tenant " + slug);
            statement.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private String url(String user) {
        return "postgresql://" + user + ":" + PASSWORD + "@localhost:" + port() + "/" + DATABASE;
    }

    private DataSource login(String database, String user) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://localhost:" + port() + "/" + database);
        source.setUser(user);
        source.setPassword(PASSWORD);
        return source;
    }

    private static void execute(DataSource source, String... statements) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("full_page_writes", "off")
                    .setServerConfig("shared_buffers", "64MB")
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException("PostgreSQL does not start", failure);
        }
    }

    private static final class Shared {
        static final TestDatabase DATABASE = new TestDatabase();
    }
}
