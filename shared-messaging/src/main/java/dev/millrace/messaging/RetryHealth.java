package dev.millrace.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports the events that wait for a retry, with the reason. The check stays up: other keys continue, and an unready service would
 * receive no webhooks.
 */
@Readiness
@ApplicationScoped
public class RetryHealth implements HealthCheck {
    private static final int MAX_SHOWN = 10;

    private final EventInbox inbox;

    public RetryHealth(EventInbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public HealthCheckResponse call() {
        Map<String, String> waiting = inbox.tries().waiting();
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("retries").up().withData("waiting", waiting.size());
        waiting.entrySet().stream().limit(MAX_SHOWN).forEach(e -> response.withData(e.getKey(), e.getValue()));
        return response.build();
    }
}
