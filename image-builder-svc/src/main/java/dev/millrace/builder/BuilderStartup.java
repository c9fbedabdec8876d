package dev.millrace.builder;

import dev.millrace.builder.engine.ImageEngine;
import dev.millrace.builder.queue.BuildQueue;
import dev.millrace.messaging.intake.RepositoryPoll;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** Starts the image engine and the poll, ends the builds at the end of the service, and reports whether the engine can build. */
@Readiness
@ApplicationScoped
public class BuilderStartup implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(BuilderStartup.class);
    private static final Duration BUILDS_END_WITHIN = Duration.ofSeconds(15);

    private final ImageEngine engine;
    private final RepositoryPoll poll;
    private final BuildQueue queue;

    public BuilderStartup(ImageEngine engine, RepositoryPoll poll, BuildQueue queue) {
        this.engine = engine;
        this.poll = poll;
        this.queue = queue;
    }

    void start(@Observes StartupEvent event) {
        engine.start();
        poll.start();
    }

    /** Ends the running builds while their attempts can still be recorded as ended: an end of the service that was asked for is no death. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (!queue.stop(BUILDS_END_WITHIN)) {
            LOG.warn("builds still run at the end of the service");
        }
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> problem = engine.problem();
        HealthCheckResponseBuilder check =
                HealthCheckResponse.named("image-engine").status(problem.isEmpty());
        problem.ifPresent(reason -> check.withData("reason", reason));
        if (!engine.abilities().contains(ImageEngine.Ability.LIMITS)) {
            check.withData(
                    "limits", "limits of one build are refused: this engine, or its host, has no control groups");
        }
        return check.build();
    }
}
