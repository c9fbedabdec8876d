package dev.millrace.builder.source.poll;

import dev.millrace.events.Event;
import dev.millrace.events.SourceChanged;
import dev.millrace.events.Topic;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.TopicFollower;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;

/** Reads back what all instances have announced, and follows it. */
@ApplicationScoped
public class AnnouncementFollower {
    private final Announcements announcements;
    private final TopicFollower follower;

    public AnnouncementFollower(
            @Identifier("default-kafka-broker") Map<String, Object> kafka, Announcements announcements) {
        this.announcements = announcements;
        this.follower = new TopicFollower(
                "announcements", kafka, List.of(Topic.SOURCE_CHANGED), this::consume, announcements::markLoaded);
    }

    private void consume(Envelope<? extends Event> envelope) {
        if (envelope.event() instanceof SourceChanged event) {
            announcements.consume(event);
        }
    }

    void start(@Observes StartupEvent event) {
        follower.start();
    }

    @PreDestroy
    void stop() {
        follower.close();
    }
}
