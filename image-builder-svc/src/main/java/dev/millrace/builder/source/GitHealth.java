package dev.millrace.builder.source;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** How the last request to each repository's host went. It stays up: one host away must not take the webhooks of all others. */
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
