package dev.millrace.drift;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness of the history: no event is published before the earlier ones are read. */
@Readiness
@ApplicationScoped
public class HistoryHealth implements HealthCheck {
    private final Detector detector;

    HistoryHealth(Detector detector) {
        this.detector = detector;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("history")
                .status(detector.isHistoryRead())
                .build();
    }
}
