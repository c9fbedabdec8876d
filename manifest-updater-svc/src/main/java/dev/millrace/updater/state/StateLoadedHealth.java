package dev.millrace.updater.state;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether what was told before this start is known: nothing is written, promoted or taken back until then. */
@Readiness
@ApplicationScoped
public class StateLoadedHealth implements HealthCheck {
    private final StateFeed feed;

    StateLoadedHealth(StateFeed feed) {
        this.feed = feed;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("read-back").status(feed.isLoaded()).build();
    }
}
