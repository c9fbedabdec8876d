package dev.millrace.builder;

import dev.millrace.builder.engine.Buildah;
import dev.millrace.messaging.intake.RepositoryPoll;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Starts what runs by itself, and says whether this service has what it needs: a buildah that runs. */
@Startup
@ApplicationScoped
public class Started implements HealthCheck {
    private final Buildah buildah;
    private final RepositoryPoll poll;
    private volatile boolean works;

    public Started(Buildah buildah, RepositoryPoll poll) {
        this.buildah = buildah;
        this.poll = poll;
    }

    void start(@Observes StartupEvent event) {
        works = buildah.works();
        poll.start();
    }

    @Override
    public HealthCheckResponse call() {
        if (!works) {
            works = buildah.works();
        }
        return HealthCheckResponse.named("buildah").status(works).build();
    }
}
