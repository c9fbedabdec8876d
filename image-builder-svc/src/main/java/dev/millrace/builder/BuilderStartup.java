package dev.millrace.builder;

import dev.millrace.builder.engine.Buildah;
import dev.millrace.messaging.intake.RepositoryPoll;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Starts the poll, and reports whether buildah runs. */
@Startup
@ApplicationScoped
public class BuilderStartup implements HealthCheck {
    private final Buildah buildah;
    private final RepositoryPoll poll;
    private volatile boolean buildahRuns;

    public BuilderStartup(Buildah buildah, RepositoryPoll poll) {
        this.buildah = buildah;
        this.poll = poll;
    }

    void start(@Observes StartupEvent event) {
        buildahRuns = buildah.runs();
        poll.start();
    }

    @Override
    public HealthCheckResponse call() {
        if (!buildahRuns) {
            buildahRuns = buildah.runs();
        }
        return HealthCheckResponse.named("buildah").status(buildahRuns).build();
    }
}
