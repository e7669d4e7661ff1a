package io.flame.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** The identity provider with the realm {@code flame}, on a database of its own in the stack's PostgreSQL. */
public final class KeycloakServer extends Server {
    static final String REALM = "flame";
    static final String LOGIN_CLIENT = "flame-login";
    static final String BACKEND_CLIENT = "flame-backend";
    static final String OPERATOR = "operator@flame.test";
    private static final String DATABASE = "keycloak";

    // Small and quick to start rather than fast under load.
    private static final List<String> JVM = List.of(
            "-Xms64m",
            "-Xmx256m",
            "-XX:MetaspaceSize=96M",
            "-XX:MaxMetaspaceSize=256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xss512k",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dfile.encoding=UTF-8",
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8",
            "-Duser.language=en",
            "-Duser.country=US",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.util.concurrent.ForkJoinPool.common.threadFactory"
                    + "=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Dpicocli.disable.closures=true",
            "-Dquarkus-log-max-startup-records=10000");

    private final Supplier<Path> home;
    private final PostgresServer postgres;
    private final Secrets secrets;
    private final Settings settings;

    /**
     * What a start may vary.
     *
     * @param port of the loopback address
     * @param managementPort of the health checks
     * @param webUrl where browsers see FLAME
     * @param accessTokenSeconds life of an access token
     */
    record Settings(int port, int managementPort, String webUrl, int accessTokenSeconds) {}

    KeycloakServer(DataFolder data, Supplier<Path> home, PostgresServer postgres, Secrets secrets, Settings settings) {
        super(Part.KEYCLOAK.label(), data);
        this.home = home;
        this.postgres = postgres;
        this.secrets = secrets;
        this.settings = settings;
    }

    /** {@code http://localhost:port}; the issuer of its tokens is below {@code /realms/flame}. */
    public String url() {
        return "http://localhost:" + settings.port();
    }

    /** The secret of a confidential client of the realm: {@code flame-login}, {@code flame-backend}. */
    public String clientSecret(String client) {
        return secrets.password("client." + client);
    }

    /** The password of the platform operator. */
    public String operatorPassword() {
        return secrets.password("user." + OPERATOR);
    }

    /** The password of {@code admin} in the realm {@code master}. */
    public String adminPassword() {
        return secrets.password("keycloak.admin");
    }

    /** Makes the files it runs from, once per machine. */
    void unpack() {
        Objects.requireNonNull(home.get());
    }

    void createDatabase() {
        postgres.createUser(DATABASE, "LOGIN");
        postgres.createDatabase(DATABASE, DATABASE);
    }

    /** Brings a realm of an earlier run in step with this one. */
    void adapt() {
        new KeycloakAdmin(url(), adminPassword()).adapt(settings.webUrl());
    }

    @Override
    void prepare() {
        createDatabase();
    }

    @Override
    Duration patience() {
        return Duration.ofMinutes(5);
    }

    @Override
    Duration pollInterval() {
        // Each failed probe is a line in its log.
        return Duration.ofSeconds(1);
    }

    @Override
    boolean isReady() throws Exception {
        return Http.status("http://localhost:" + settings.managementPort() + "/health/ready") == 200;
    }

    // kc.sh would be a parent that dies alone; java itself is the child.
    @Override
    Command command() {
        Path folder = home.get();
        List<String> arguments = new ArrayList<>();
        arguments.add(Java.program());
        arguments.addAll(JVM);
        arguments.add("-Dkc.home.dir=" + folder);
        arguments.add("-Djboss.server.config.dir=" + folder.resolve("conf"));
        arguments.addAll(List.of("-cp", folder.resolve("lib/quarkus-run.jar").toString()));
        arguments.add("io.quarkus.bootstrap.runner.QuarkusEntryPoint");
        arguments.addAll(options());
        return new Command(arguments, environment());
    }

    private List<String> options() {
        return List.of(
                "start",
                "--optimized",
                "--import-realm",
                "--db-url=" + postgres.jdbcUrl(DATABASE),
                "--db-pool-initial-size=1",
                "--db-pool-max-size=20",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + settings.port(),
                "--http-management-port=" + settings.managementPort(),
                "--hostname=" + url(),
                "--cache=local",
                // Two log-ins of one user at the same moment are a double click, not an attack.
                "--spi-brute-force-protector--default-brute-force-detector--allow-concurrent-requests=true");
    }

    private Map<String, String> environment() {
        return Map.of(
                "KC_DB_USERNAME", DATABASE,
                "KC_DB_PASSWORD", postgres.password(DATABASE),
                "KC_BOOTSTRAP_ADMIN_USERNAME", "admin",
                "KC_BOOTSTRAP_ADMIN_PASSWORD", adminPassword(),
                "FLAME_LOGIN_SECRET", clientSecret(LOGIN_CLIENT),
                "FLAME_BACKEND_SECRET", clientSecret(BACKEND_CLIENT),
                "FLAME_OPERATOR_PASSWORD", operatorPassword(),
                "FLAME_WEB_URL", settings.webUrl(),
                "FLAME_ACCESS_TOKEN_SECONDS", "" + settings.accessTokenSeconds());
    }
}
