package dev.millrace.builder;

import dev.millrace.builder.attempt.BuildAttempts;
import dev.millrace.builder.history.BuiltCommits;
import dev.millrace.builder.journal.BuildHistory;
import dev.millrace.builder.source.poll.Announcements;
import dev.millrace.builder.status.LatestResults;
import dev.millrace.events.Topic;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.TopicFollower;
import dev.millrace.messaging.continuity.KafkaContinuity;
import dev.millrace.messaging.continuity.KafkaRecovery;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;

/** Reads back what all instances have announced, attempted and built, and follows it. */
@ApplicationScoped
public class TopicFollowers implements KafkaRecovery {
    private final List<TopicFollower> all;

    public TopicFollowers(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            DeliveryMetrics metrics,
            Announcements announcements,
            BuildAttempts attempts,
            BuiltCommits built,
            BuildHistory history,
            LatestResults results) {
        this.all = List.of(
                new TopicFollower("announcements", kafka, List.of(Topic.SOURCE_CHANGED), metrics, announcements),
                new TopicFollower("build-attempts", kafka, List.of(Topic.BUILD_ATTEMPTED), metrics, attempts),
                new TopicFollower("built-commits", kafka, List.of(Topic.IMAGE_BUILT), metrics, built),
                new TopicFollower(
                        "build-history",
                        kafka,
                        List.of(Topic.BUILD_ATTEMPTED, Topic.IMAGE_BUILT, Topic.BUILD_FAILED),
                        metrics,
                        history),
                new TopicFollower(
                        "build-results", kafka, List.of(Topic.IMAGE_BUILT, Topic.BUILD_FAILED), metrics, results));
    }

    void start(@Observes StartupEvent event) {
        all.forEach(TopicFollower::start);
    }

    @Override
    public int turn() {
        return FOLLOWERS;
    }

    @Override
    public void recover(KafkaContinuity.Break change) {
        all.forEach(TopicFollower::restart);
    }

    @PreDestroy
    void stop() {
        all.forEach(TopicFollower::close);
    }
}
