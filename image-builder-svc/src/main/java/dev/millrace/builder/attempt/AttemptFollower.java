package dev.millrace.builder.attempt;

import dev.millrace.events.Topic;
import dev.millrace.messaging.TopicFollower;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;

/** Reads back the attempts of all instances, and follows them. */
@ApplicationScoped
public class AttemptFollower {
    private final TopicFollower follower;

    public AttemptFollower(@Identifier("default-kafka-broker") Map<String, Object> kafka, BuildAttempts attempts) {
        this.follower = new TopicFollower(
                "build-attempts", kafka, List.of(Topic.BUILD_ATTEMPTED), attempts::consume, attempts::markLoaded);
    }

    void start(@Observes StartupEvent event) {
        follower.start();
    }

    @PreDestroy
    void stop() {
        follower.close();
    }
}
