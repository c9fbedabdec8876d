package dev.millrace.builder;

import dev.millrace.builder.engine.ImageEngine;
import dev.millrace.messaging.intake.RepositoryPoll;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Starts the image engine and the poll, and reports whether the engine can build. */
@Readiness
@ApplicationScoped
public class BuilderStartup implements HealthCheck {
    private final ImageEngine engine;
    private final RepositoryPoll poll;

    public BuilderStartup(ImageEngine engine, RepositoryPoll poll) {
        this.engine = engine;
        this.poll = poll;
    }

    void start(@Observes StartupEvent event) {
        engine.start();
        poll.start();
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> problem = engine.problem();
        HealthCheckResponseBuilder check =
                HealthCheckResponse.named("image-engine").status(problem.isEmpty());
        problem.ifPresent(reason -> check.withData("reason", reason));
        return check.build();
    }
}
