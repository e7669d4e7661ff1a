package io.flame.api.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** The application has been started; without it this check does not exist. */
@Startup
@ApplicationScoped
public class StartedCheck implements HealthCheck {

    private final NodeReport report;

    @Inject
    public StartedCheck(NodeReport report) {
        this.report = report;
    }

    @Override
    public HealthCheckResponse call() {
        return report.of("flame-started", true);
    }
}
