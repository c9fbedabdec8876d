package dev.millrace.updater.status;

import dev.millrace.updater.repository.ConfigRepositories;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** The result of the last request to each repository's host. Always up: one unreachable host must not stop the webhooks of all others. */
@Readiness
@ApplicationScoped
public class GitHealth implements HealthCheck {
    private final ConfigRepositories repositories;

    public GitHealth(ConfigRepositories repositories) {
        this.repositories = repositories;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("git").up();
        repositories.all().forEach(one -> {
            response.withData(one.id().value(), one.lastContact());
            if (!one.pushProblem().isEmpty()) {
                response.withData(one.id() + " push", one.pushProblem());
            }
        });
        return response.build();
    }
}
