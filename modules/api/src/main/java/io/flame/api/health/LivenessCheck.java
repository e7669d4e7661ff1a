package io.flame.api.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** The process answers; anything more would make an orchestrator kill healthy nodes while a neighbour is down. */
@Liveness
@ApplicationScoped
public class LivenessCheck implements HealthCheck {

    private final NodeReport report;

    @Inject
    public LivenessCheck(NodeReport report) {
        this.report = report;
    }

    @Override
    public HealthCheckResponse call() {
        return report.of("flame-live", true);
    }
}
