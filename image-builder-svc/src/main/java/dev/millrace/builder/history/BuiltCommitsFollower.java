package dev.millrace.builder.history;

import dev.millrace.events.Topic;
import dev.millrace.messaging.TopicFollower;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;

/** Reads back the images that all instances have built, and follows them. */
@ApplicationScoped
public class BuiltCommitsFollower {
    private final TopicFollower follower;

    public BuiltCommitsFollower(@Identifier("default-kafka-broker") Map<String, Object> kafka, BuiltCommits built) {
        this.follower = new TopicFollower(
                "built-commits", kafka, List.of(Topic.IMAGE_BUILT), built::consume, built::markLoaded);
    }

    void start(@Observes StartupEvent event) {
        follower.start();
    }

    @PreDestroy
    void stop() {
        follower.close();
    }
}
