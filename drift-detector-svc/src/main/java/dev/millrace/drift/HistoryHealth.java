package dev.millrace.drift;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether what was told before this start is known: nothing is told until then. */
@Readiness
@ApplicationScoped
public class HistoryHealth implements HealthCheck {
    private final Detector detector;

    HistoryHealth(Detector detector) {
        this.detector = detector;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("told-before")
                .status(detector.isHistoryRead())
                .build();
    }
}
