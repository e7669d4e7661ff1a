package io.flame.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A PostgreSQL server on its own data folder, as safe as in production: {@code fsync}, {@code full_page_writes} and
 * {@code synchronous_commit} are on, so what it has acknowledged survives {@code kill -9} of anything.
 */
public final class PostgresServer extends Server {
    static final String SUPERUSER = "postgres";
    private static final String WRONG_PASSWORD = "28P01";
    private static final List<String> SETTINGS = List.of(
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=300",
            "shared_buffers=128MB",
            "max_wal_size=1GB",
            "jit=off",
            "log_line_prefix=%m [%p] %q%u@%d ",
            "timezone=UTC",
            "lc_messages=C");

    private final int port;
    private final PostgresBinaries binaries;
    private final Secrets secrets;

    PostgresServer(DataFolder data, Cache cache, Secrets secrets, int port) {
        super(Part.POSTGRES.label(), data);
        this.port = port;
        this.binaries = new PostgresBinaries(cache);
        this.secrets = secrets;
    }

    /** The port of the loopback address it listens on. */
    public int port() {
        return port;
    }

    /** {@code postgresql://postgres:…@localhost:port/database} of the superuser. */
    public String url(String database) {
        return url(SUPERUSER, database);
    }

    String url(String user, String database) {
        return "postgresql://%s:%s@localhost:%d/%s".formatted(user, password(user), port, database);
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://localhost:%d/%s".formatted(port, database);
    }

    String password(String user) {
        return secrets.password("postgres." + user);
    }

    /** A connection of the superuser, which the caller closes. */
    public Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "user",
                SUPERUSER,
                "password",
                password(SUPERUSER),
                "connectTimeout",
                "3",
                "ApplicationName",
                "launcher"));
        return DriverManager.getConnection(jdbcUrl(database), properties);
    }

    /** Ends it like a crash ({@code pg_ctl stop -m immediate}): connections break, the next start recovers from the log. */
    public void stopImmediate() {
        stopWith("QUIT");
    }

    @Override
    String gentleSignal() {
        // Fast shutdown; TERM would wait for every client to leave.
        return "INT";
    }

    @Override
    Duration patience() {
        // Recovery after a crash replays the log.
        return Duration.ofMinutes(3);
    }

    @Override
    Command command() {
        List<String> arguments = new ArrayList<>(List.of(program("postgres"), "-D", folder(), "-p", "" + port));
        SETTINGS.forEach(setting -> arguments.addAll(List.of("-c", setting)));
        return Command.of(PostgresUser.unprivileged(arguments));
    }

    @Override
    void prepare() {
        new PostgresLock(data().postgres()).release();
        if (!Files.exists(data().postgres().resolve("PG_VERSION"))) {
            initialize();
        }
    }

    @Override
    boolean isReady() throws SQLException {
        try (Connection connection = connect(SUPERUSER);
                Statement statement = connection.createStatement()) {
            return statement.execute("SELECT 1");
        } catch (SQLException e) {
            if (WRONG_PASSWORD.equals(e.getSQLState())) {
                throw new StartFailed("secrets.json does not belong to the database in " + data().root()
                        + "; start with --fresh to drop it");
            }
            throw e;
        }
    }

    /** Creates the user with its own database if they are missing; its password becomes the one in the secrets. */
    void createUser(String user, String options) {
        execute(
                SUPERUSER,
                (exists(SUPERUSER, "pg_roles WHERE rolname", user) ? "ALTER" : "CREATE")
                        + " ROLE %s %s PASSWORD '%s'".formatted(user, options, password(user)));
    }

    void createDatabase(String database, String owner) {
        if (!exists(SUPERUSER, "pg_database WHERE datname", database)) {
            execute(SUPERUSER, "CREATE DATABASE %s OWNER %s".formatted(database, owner));
        }
    }

    void execute(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new StartFailed("PostgreSQL refused to prepare " + database + ": " + e.getMessage(), e);
        }
    }

    /** The value of a setting that is in force, as {@code SHOW} gives it. */
    public String setting(String name) throws SQLException {
        try (Connection connection = connect(SUPERUSER);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    private boolean exists(String database, String where, String name) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1 FROM %s = '%s'".formatted(where, name))) {
            return row.next();
        } catch (SQLException e) {
            throw new StartFailed("PostgreSQL does not answer: " + e.getMessage(), e);
        }
    }

    private void initialize() {
        // A launcher killed in the middle of initdb leaves a draft, never a half made database.
        Path draft = data().root().resolve("postgres.draft");
        Path passwordFile = data().run().resolve("postgres.password");
        DataFolder.delete(draft);
        try {
            Files.writeString(passwordFile, password(SUPERUSER));
            Shell.run(data().root(), Map.of("LC_ALL", "C"), PostgresUser.unprivileged(initdb(draft, passwordFile)));
            Files.move(draft, data().postgres());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            PidFile.delete(passwordFile);
        }
    }

    private List<String> initdb(Path folder, Path passwordFile) {
        return List.of(
                program("initdb"),
                "--pgdata=" + folder,
                "--username=" + SUPERUSER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8");
    }

    private String folder() {
        return data().postgres().toString();
    }

    private String program(String name) {
        return binaries.folder().resolve("bin").resolve(name).toString();
    }
}
