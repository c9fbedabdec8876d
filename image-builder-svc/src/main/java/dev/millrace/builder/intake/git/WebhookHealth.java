package dev.millrace.builder.intake.git;

import dev.millrace.git.webhook.PushReceiver;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Reports pushes of repositories that are not configured. The check stays up, because the poll finds changes without webhooks. */
@Readiness
@ApplicationScoped
public class WebhookHealth implements HealthCheck {
    private final PushReceiver receiver;
    private final UnknownRepositories unknown;

    public WebhookHealth(PushReceiver receiver, UnknownRepositories unknown) {
        this.receiver = receiver;
        this.unknown = unknown;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> names = unknown.names();
        return HealthCheckResponse.named("git-webhook")
                .up()
                .withData("receiver", receiver.isOn() ? "on" : "off: no secret is configured")
                .withData("unknown-repositories", names.isEmpty() ? "none" : String.join(", ", names))
                .build();
    }
}
