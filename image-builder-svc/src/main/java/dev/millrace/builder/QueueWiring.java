package dev.millrace.builder;

import dev.millrace.builder.attempt.BuildAttempts;
import dev.millrace.builder.build.BuildTurns;
import dev.millrace.builder.history.BuiltCommits;
import dev.millrace.builder.queue.BuildQueue;
import dev.millrace.builder.status.CommitStatuses;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.intake.BearerToken;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Creates the queue of builds, what is remembered of earlier ones, and the token of their API. */
@Singleton
public class QueueWiring {

    @Produces
    @Singleton
    BuildQueue queue(BuilderConfig config, MeterRegistry registry) {
        BuildQueue queue = new BuildQueue(config.build().parallel());
        registry.gauge(
                "millrace.builds.waiting", queue, waiting -> waiting.waiting().size());
        return queue;
    }

    @Produces
    @Singleton
    @Startup
    BearerToken token(BuilderConfig config) {
        return BearerToken.configured("millrace.builder.api.token", config.api().token());
    }

    @Produces
    @Singleton
    BuiltCommits built() {
        return new BuiltCommits();
    }

    @Produces
    @Singleton
    BuildTurns turns(BuildQueue queue, BuildAttempts attempts, CommitStatuses statuses) {
        return new BuildTurns(queue, attempts, statuses, Clock.systemUTC());
    }

    @Produces
    @Singleton
    BuildAttempts attempts(EventPublisher publisher) {
        return new BuildAttempts(publisher::publish, Clock.systemUTC());
    }
}
