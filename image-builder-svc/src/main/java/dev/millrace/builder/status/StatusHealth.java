package dev.millrace.builder.status;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Reports the repositories whose hosts refuse commit statuses. The check stays up: builds don't depend on them. */
@Readiness
@ApplicationScoped
public class StatusHealth implements HealthCheck {
    private final CommitStatuses statuses;

    public StatusHealth(CommitStatuses statuses) {
        this.statuses = statuses;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("commit-status").up();
        statuses.refusals().forEach((repository, reason) -> response.withData(repository.value(), reason));
        return response.build();
    }
}
