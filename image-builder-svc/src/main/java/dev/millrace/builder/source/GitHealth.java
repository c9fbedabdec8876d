package dev.millrace.builder.source;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Reports the last request to each repository's host. The check stays up: one unavailable host must not block the webhooks of the others. */
@Readiness
@ApplicationScoped
public class GitHealth implements HealthCheck {
    private final SourceRepositories repositories;

    public GitHealth(SourceRepositories repositories) {
        this.repositories = repositories;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("git").up();
        repositories.all().forEach(one -> response.withData(one.id().value(), one.lastContact()));
        return response.build();
    }
}
