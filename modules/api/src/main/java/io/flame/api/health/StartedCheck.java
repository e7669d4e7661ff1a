package io.flame.api.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** The application has been started. */
@Startup
@ApplicationScoped
public class StartedCheck implements HealthCheck {

    private final DatabaseProbe database;
    private final NodeReport report;

    @Inject
    public StartedCheck(DatabaseProbe database, NodeReport report) {
        this.database = database;
        this.report = report;
    }

    @Override
    public HealthCheckResponse call() {
        return report.of("flame-started", database.hasStarted());
    }
}
