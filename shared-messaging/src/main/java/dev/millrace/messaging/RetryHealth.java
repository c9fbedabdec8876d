package dev.millrace.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says which events wait for their next try, and why. It stays up: other keys go on, and taking the service out of its webhooks' way
 * would lose what still works.
 */
@Readiness
@ApplicationScoped
public class RetryHealth implements HealthCheck {
    private static final int MOST_SHOWN = 10;

    private final EventInbox inbox;

    public RetryHealth(EventInbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public HealthCheckResponse call() {
        Map<String, String> waiting = inbox.tries().waiting();
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("retries").up().withData("waiting", waiting.size());
        waiting.entrySet().stream().limit(MOST_SHOWN).forEach(e -> response.withData(e.getKey(), e.getValue()));
        return response.build();
    }
}
