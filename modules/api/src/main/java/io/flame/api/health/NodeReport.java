package io.flame.api.health;

import io.flame.api.InsideCall;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Builds the answer of a check. Its figures are for callers inside the network only. */
@ApplicationScoped
public class NodeReport {

    private final DatabaseProbe database;
    private final RedisProbe redis;
    private final Clock clock;

    @Inject
    public NodeReport(DatabaseProbe database, RedisProbe redis, Clock clock) {
        this.database = database;
        this.redis = redis;
        this.clock = clock;
    }

    HealthCheckResponse of(String name, boolean up) {
        HealthCheckResponseBuilder report = HealthCheckResponse.named(name).status(up);
        if (InsideCall.isInside()) {
            addFigures(report, up);
        }
        return report.build();
    }

    private void addFigures(HealthCheckResponseBuilder report, boolean up) {
        Runtime runtime = Runtime.getRuntime();
        report.withData("status", up ? "OK" : "ERROR")
                .withData("timestamp", clock.instant().toString())
                .withData("uptime", uptimeSeconds())
                .withData("database", database.answers() ? "connected" : "disconnected")
                .withData("redis", redis.state())
                .withData("memory.used", runtime.totalMemory() - runtime.freeMemory())
                .withData("memory.max", runtime.maxMemory());
    }

    private static String uptimeSeconds() {
        return String.format(
                Locale.ROOT, "%.3f", ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
    }
}
