package dev.millrace.updater.state;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the events from before this start are loaded: until then, nothing is written, promoted or reverted. */
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
