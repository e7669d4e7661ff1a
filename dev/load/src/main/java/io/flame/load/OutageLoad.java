package io.flame.load;

import io.flame.launcher.KeycloakServer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Keycloak dead, then hung, while people with tokens work and customers write. */
@Command(
        name = "outage",
        description = "Keycloak stopped, then hung: who has a token works on, webhooks too, log-ins are told.",
        mixinStandardHelpOptions = true)
final class OutageLoad implements Callable<Integer> {
    private static final int READS_A_SECOND = 40;
    private static final int WEBHOOKS_A_SECOND = 10;
    private static final double LOGINS_A_SECOND = 0.2;

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "120",
            description = "how long Keycloak is away, each time (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--baseline-seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "how long the same is measured before (default: ${DEFAULT-VALUE})")
    private int baselineSeconds;

    @Override
    public Integer call() throws InterruptedException {
        try (Installation flame = Installation.start(data.folder(), Map.of())) {
            Shop shop = new Shop(flame);
            KeycloakServer keycloak = flame.stack().keycloak();
            Duration away = Duration.ofSeconds(seconds);
            shop.work(Duration.ofSeconds(20));
            Phase baseline = shop.work(Duration.ofSeconds(baselineSeconds));
            keycloak.stop();
            Phase stopped = shop.whileAway(away);
            keycloak.start();
            long afterStop = shop.loginAgain();
            keycloak.pause();
            Phase hung = shop.whileAway(away);
            keycloak.resume();
            long afterHang = shop.loginAgain();
            return report(baseline, stopped, afterStop, hung, afterHang);
        }
    }

    private int report(Phase baseline, Phase stopped, long afterStop, Phase hung, long afterHang) {
        Bars bars = new Bars();
        bars.note("before: reads p99, webhooks p99", baseline.text());
        bars.exactly("before: failures", baseline.failures(), 0);
        add(bars, "stopped", stopped, baseline, afterStop);
        add(bars, "hung", hung, baseline, afterHang);
        return bars.print("outage: Keycloak away for " + seconds + " s each time");
    }

    private static void add(Bars bars, String name, Phase phase, Phase baseline, long again) {
        bars.exactly(name + ": failed reads of " + phase.reads().samples().count(), phase.reads().failures(), 0);
        bars.exactly(
                name + ": failed webhooks of " + phase.webhooks().samples().count(),
                phase.webhooks().failures(),
                0);
        bars.atMost(name + ": reads p99", phase.readsTail(), 1.5 * baseline.readsTail(), "ms");
        bars.atMost(name + ": webhooks p99", phase.webhooksTail(), 1.5 * baseline.webhooksTail(), "ms");
        bars.exactly(
                name + ": log-ins not told 503 of " + phase.logins().count(),
                phase.logins().wrong(),
                0);
        bars.atMost(name + ": slowest log-in", phase.logins().slowest(), 3_000, "ms");
        bars.atMost(name + ": log-in works again after", again, 30_000, "ms");
    }

    /** Everything that went on at the same time. */
    record Phase(Beat reads, Beat webhooks, RefusedLogins logins) {
        long failures() {
            return reads.failures() + webhooks.failures();
        }

        double readsTail() {
            return reads.samples().percentile(99);
        }

        double webhooksTail() {
            return webhooks.samples().percentile(99);
        }

        String text() {
            return Bars.number(readsTail(), "ms") + ", " + Bars.number(webhooksTail(), "ms");
        }
    }

    /** A tenant in which somebody works and to which customers write. */
    private static final class Shop {
        private static final String NAME = "shop";
        private static final long PATIENCE_NANOS = 60_000_000_000L;

        private final Installation flame;
        private final Caller admin;
        private final PhoneNumber number;

        Shop(Installation flame) {
            this.flame = flame;
            flame.create(NAME).expect(201);
            this.number = flame.connectNumber(NAME, "90000000001");
            this.admin = flame.admin(NAME);
        }

        /** Customers write and somebody reads; where Keycloak is away, others try to sign in. */
        Phase whileAway(Duration time) throws InterruptedException {
            RefusedLogins logins = new RefusedLogins();
            try (Beat tries = Beat.start(LOGINS_A_SECOND, call -> logins.heard(login()))) {
                return work(time, logins);
            }
        }

        Phase work(Duration time) throws InterruptedException {
            return work(time, new RefusedLogins());
        }

        private Phase work(Duration time, RefusedLogins logins) throws InterruptedException {
            Beat reads = Beat.start(READS_A_SECOND, call -> admin.get("/api/conversations?limit=20"));
            Beat webhooks = Beat.start(
                    WEBHOOKS_A_SECOND, call -> number.receive(flame.anonymous(), "1202555" + (1_000 + call % 500)));
            Thread.sleep(time);
            reads.close();
            webhooks.close();
            return new Phase(reads, webhooks, logins);
        }

        /** Milliseconds until a log-in succeeds. */
        long loginAgain() throws InterruptedException {
            long start = System.nanoTime();
            while (login().status() != 200) {
                if (System.nanoTime() - start > PATIENCE_NANOS) {
                    throw new IllegalStateException("nobody can sign in any more");
                }
                Thread.sleep(100);
            }
            return (System.nanoTime() - start) / 1_000_000;
        }

        private Reply login() {
            return flame.anonymous().login(Installation.adminOf(NAME), Installation.PASSWORD);
        }
    }
}
