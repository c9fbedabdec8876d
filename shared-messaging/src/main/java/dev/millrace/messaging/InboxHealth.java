package dev.millrace.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** The watchdog for stuck handlers: liveness fails if one try runs too long, because only a restart helps. */
@Liveness
@ApplicationScoped
public class InboxHealth implements HealthCheck {
    private final EventInbox inbox;
    private final Duration stuckAfter;

    public InboxHealth(EventInbox inbox, @ConfigProperty(name = "millrace.messaging.stuck-after") Duration stuckAfter) {
        this.inbox = inbox;
        this.stuckAfter = stuckAfter;
    }

    @Override
    public HealthCheckResponse call() {
        Duration longest = inbox.tries().longestRunning();
        return HealthCheckResponse.named("inbox")
                .status(longest.compareTo(stuckAfter) < 0)
                .withData("longest-try-seconds", longest.toSeconds())
                .withData("oldest-event-seconds", inbox.oldest().toSeconds())
                .build();
    }
}
