package io.flame.api.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The node can do its work: it reaches the database. Redis and Keycloak may be away for a while. */
@Readiness
@ApplicationScoped
public class ReadinessCheck implements HealthCheck {

    private final DatabaseProbe database;
    private final NodeReport report;

    @Inject
    public ReadinessCheck(DatabaseProbe database, NodeReport report) {
        this.database = database;
        this.report = report;
    }

    @Override
    public HealthCheckResponse call() {
        return report.of("flame-ready", database.answers());
    }
}
