package dev.millrace.drift;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness of the states: no event is published before the newest one of each object is read. */
@Readiness
@ApplicationScoped
public class StateHealth implements HealthCheck {
    private final Detector detector;

    StateHealth(Detector detector) {
        this.detector = detector;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("states")
                .status(detector.areStatesRead())
                .build();
    }
}
