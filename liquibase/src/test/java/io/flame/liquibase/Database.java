package io.flame.liquibase;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL whose database {@code flame} belongs to a login that is no superuser but may create roles. */
final class Database {
    private static final EmbeddedPostgres SERVER = start();
    private static final AtomicInteger SLUGS = new AtomicInteger();

    private Database() {}

    static DataSource superuser() {
        return SERVER.getPostgresDatabase();
    }

    static DataSource owner() {
        return login("flame", "flame_owner", "owner");
    }

    static DataSource application() {
        return login("flame", "flame_app", "application");
    }

    static DataSource login(String database, String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://localhost:" + SERVER.getPort() + "/" + database);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    static Migrations migrations() {
        return new Migrations(owner(), "flame_app");
    }

    static String freshSlug() {
        return "tenant_" + SLUGS.incrementAndGet();
    }

    static void execute(DataSource source, String... statements) {
        try (Connection connection = source.getConnection()) {
            for (String statement : statements) {
                Sql.script(connection, statement);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure.getMessage(), failure);
        }
    }

    /** Every row as text, columns separated by a bar. */
    static List<String> rows(DataSource source, String sql) {
        try (Connection connection = source.getConnection();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.add(rows.getString(column));
                }
                all.add(String.join("|", row.stream().map(String::valueOf).toList()));
            }
            return all;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure.getMessage(), failure);
        }
    }

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.start();
            execute(
                    server.getPostgresDatabase(),
                    "CREATE ROLE flame_owner LOGIN CREATEROLE PASSWORD 'owner'",
                    "CREATE DATABASE flame OWNER flame_owner");
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
