package io.flame.load;

import io.flame.launcher.FlameNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All tenants' schemas get one change set more, while customers write and businesses sign up. */
@Command(
        name = "migrations",
        description = "Migrates all tenants under load; again with the migrator killed in the middle of one.",
        mixinStandardHelpOptions = true)
final class MigrationsLoad implements Callable<Integer> {
    private static final int WEBHOOKS_A_SECOND = 30;
    private static final int BUSY_TENANTS = 10;
    private static final int SIGN_UPS = 20;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final long CATCH_UP_NANOS = 120_000_000_000L;

    /** The table that webhooks write to and read from all the time. */
    private static final String EXPAND = "ALTER TABLE messages ADD COLUMN load_%s TEXT";

    /** In one tenant, to which nobody writes, it does not come to an end for a while. */
    private static final String EXPAND_SLOWLY = """
            DO $$ BEGIN
                ALTER TABLE conversations ADD COLUMN load_%s TEXT;
                IF current_schema() = 't_%s' THEN PERFORM pg_sleep(8); END IF;
            END $$""";

    private static final String ASLEEP =
            "SELECT 1 FROM pg_stat_activity WHERE datname = 'flame' AND wait_event = 'PgSleep'";

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--tenants",
            paramLabel = "N",
            defaultValue = "200",
            description = "tenants, at least 20 (default: ${DEFAULT-VALUE})")
    private int tenants;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description = "migrating processes at once (default: ${DEFAULT-VALUE})")
    private int workers;

    @Option(
            names = "--part",
            paramLabel = "PART",
            defaultValue = "ALL",
            description = "${COMPLETION-CANDIDATES}: under load, killed, or both (default: ${DEFAULT-VALUE})")
    private Part part = Part.ALL;

    enum Part {
        ALL,
        LOAD,
        KILL
    }

    @Override
    public Integer call() throws Exception {
        Bars bars = new Bars();
        try (Installation flame = Installation.start(data.folder(), Map.of())) {
            makeTenants(flame);
            List<PhoneNumber> numbers = new ArrayList<>();
            for (int i = 0; i < BUSY_TENANTS; i++) {
                numbers.add(flame.connectNumber(slug(i * (tenants / BUSY_TENANTS)), "9000000000" + i));
            }
            Path folder = data.folder().resolveSibling(data.folder().getFileName() + "-versions");
            NextVersion second = new NextVersion(folder, "second").with(EXPAND.formatted("second"));
            NextVersion third = new NextVersion(folder, "third")
                    .after(second)
                    .with(EXPAND_SLOWLY.formatted("third", slug(tenants / 2 + 1)));
            Beat.during(WARM_UP, WEBHOOKS_A_SECOND, traffic(flame, numbers));
            if (part != Part.KILL) {
                try (Beat webhooks = Beat.start(WEBHOOKS_A_SECOND, traffic(flame, numbers))) {
                    migrate(flame, second, bars);
                    webhooks.close();
                    served(bars, "migration", webhooks);
                }
                catchUp(flame, second, bars);
            }
            if (part != Part.LOAD) {
                try (Beat webhooks = Beat.start(WEBHOOKS_A_SECOND, traffic(flame, numbers))) {
                    killAndMigrate(flame, third, bars);
                    webhooks.close();
                    served(bars, "kill and rerun", webhooks);
                }
            }
        }
        return bars.print("migrations: %d tenants, %d processes, %d webhooks/s of %d tenants"
                .formatted(tenants, workers, WEBHOOKS_A_SECOND, BUSY_TENANTS));
    }

    private void migrate(Installation flame, NextVersion version, Bars bars) throws Exception {
        long start = System.nanoTime();
        List<Migrator> migrators = start(flame, version);
        int signedUp = signUpWhile(flame, migrators);
        for (Migrator migrator : migrators) {
            bars.exactly("exit code of a migrator", exitCode(migrator), 0);
        }
        bars.atMost("migration of all tenants", (System.nanoTime() - start) / 1e9, 600, "s");
        bars.note("sign-ups meanwhile", "" + signedUp);
        bars.note("tenants that were made too late for it", "" + (tenants(flame) - flame.number(done(version))));
    }

    /** What the old node has made after the last look of the migrators is left to the first node of the new version. */
    private static void catchUp(Installation flame, NextVersion version, Bars bars) throws InterruptedException {
        Path shipped = Path.of(System.getProperty("flame.home", "."), "ear/target/flame.war");
        FlameNode node = flame.stack().startNode(version.war(shipped));
        long start = System.nanoTime();
        while (flame.number(done(version)) < tenants(flame) && System.nanoTime() - start < CATCH_UP_NANOS) {
            Thread.sleep(500);
        }
        converged(flame, version, bars, "migrated or taken along");
        node.stop();
    }

    /** Migrates once to the middle of a tenant, and then to the end. */
    private void killAndMigrate(Installation flame, NextVersion version, Bars bars) throws Exception {
        Migrator first = Migrator.start(version, flame.stack().environment());
        while (first.isRunning() && flame.sql("postgres", ASLEEP).isEmpty()) {
            Thread.sleep(50);
        }
        bars.note("tenants done before the kill", "" + (flame.number(done(version))));
        first.kill();
        bars.note("locks of Liquibase left by the kill", "" + locks(flame));
        long start = System.nanoTime();
        for (Migrator migrator : start(flame, version)) {
            bars.exactly("exit code of a migrator after the kill", exitCode(migrator), 0);
        }
        bars.note("rerun", Bars.number((System.nanoTime() - start) / 1e9, "s"));
        converged(flame, version, bars, "after kill -9");
    }

    /** Businesses that sign up while the schemas change, one after the other. */
    private static int signUpWhile(Installation flame, List<Migrator> migrators) throws InterruptedException {
        int made = 0;
        while (made < SIGN_UPS && migrators.stream().anyMatch(Migrator::isRunning)) {
            flame.create("later" + made).expect(201);
            made++;
            Thread.sleep(500);
        }
        return made;
    }

    private static void converged(Installation flame, NextVersion version, Bars bars, String when) {
        bars.exactly("tenants on the new version, " + when, flame.number(done(version)), tenants(flame));
        bars.exactly(
                "tenants that are flagged or half made",
                flame.number("SELECT count(*) FROM flame.tenants WHERE migration_error IS NOT NULL"
                        + " OR status <> 'active'"),
                0);
        bars.exactly("locks of Liquibase left", locks(flame), 0);
    }

    private static long tenants(Installation flame) {
        return flame.number("SELECT count(*) FROM flame.tenants");
    }

    private static int exitCode(Migrator migrator) throws InterruptedException {
        int code = migrator.await();
        if (code != 0) {
            migrator.lines().forEach(System.err::println);
        }
        return code;
    }

    private List<Migrator> start(Installation flame, NextVersion version) {
        List<Migrator> migrators = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            migrators.add(Migrator.start(version, flame.stack().environment()));
        }
        return migrators;
    }

    private void makeTenants(Installation flame) throws Exception {
        try (ExecutorService makers = Executors.newFixedThreadPool(2)) {
            List<Future<Reply>> made = new ArrayList<>();
            for (int i = 0; i < tenants; i++) {
                String slug = slug(i);
                made.add(makers.submit(() -> flame.create(slug).expect(201)));
            }
            for (Future<Reply> each : made) {
                each.get();
            }
        }
    }

    private static LongFunction<Reply> traffic(Installation flame, List<PhoneNumber> numbers) {
        Caller provider = Caller.anonymous(flame.stack().baseUrl());
        return call -> numbers.get((int) (call % numbers.size()))
                .receive(provider, "1202555" + (1_000 + call % 700));
    }

    private static void served(Bars bars, String when, Beat webhooks) {
        bars.exactly(
                "webhooks not answered 200 of %d, %s".formatted(webhooks.samples().count(), when),
                webhooks.failures(),
                0);
        bars.note("webhooks' p50, " + when, Bars.number(webhooks.samples().percentile(50), "ms"));
        bars.atMost("webhooks' p99, " + when, webhooks.samples().percentile(99), 1_000, "ms");
    }

    private static String done(NextVersion version) {
        return "SELECT count(*) FROM flame.tenants WHERE schema_version = '" + version.id() + "'";
    }

    /** Over all schemas, which one statement can only look at by way of each table's own text. */
    private static long locks(Installation flame) {
        List<String> tables = flame.sql("SELECT schemaname FROM pg_tables WHERE tablename = 'databasechangeloglock'");
        String all = tables.stream()
                .map(schema -> "SELECT locked FROM " + schema + ".databasechangeloglock WHERE locked")
                .collect(Collectors.joining(" UNION ALL "));
        return flame.number("SELECT count(*) FROM (" + all + ") AS l");
    }

    private static String slug(int number) {
        return "load" + number;
    }
}
