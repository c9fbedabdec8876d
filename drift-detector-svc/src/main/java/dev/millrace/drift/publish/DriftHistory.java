package dev.millrace.drift.publish;

import dev.millrace.events.DriftDetected;
import dev.millrace.events.Event;
import dev.millrace.events.Topic;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.TopicFollower;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The events published before this start: {@code drift.detected} from the beginning to the current end of the topic. */
@ApplicationScoped
public class DriftHistory {
    private final Map<String, Object> kafka;
    private final DeliveryMetrics metrics;
    private final Set<TopicFollower> reading = ConcurrentHashMap.newKeySet();

    public DriftHistory(@Identifier("default-kafka-broker") Map<String, Object> kafka, DeliveryMetrics metrics) {
        this.kafka = kafka;
        this.metrics = metrics;
    }

    /**
     * Begins to read all events, for as long as Kafka takes to recover.
     *
     * @param events receives the events, oldest first for each application
     * @param complete called after the last event; again if it fails
     */
    public void read(Consumer<Envelope<DriftDetected>> events, Runnable complete) {
        Reader reader = new Reader(events, complete);
        TopicFollower follower =
                new TopicFollower("read-history", kafka, List.of(Topic.DRIFT_DETECTED), metrics, reader);
        reader.follower = follower;
        reading.add(follower);
        follower.start();
    }

    private final class Reader implements TopicFollower.Listener {
        private final Consumer<Envelope<DriftDetected>> events;
        private final Runnable complete;

        @SuppressWarnings("NullAway.Init") // set before the start
        private TopicFollower follower;

        Reader(Consumer<Envelope<DriftDetected>> events, Runnable complete) {
            this.events = events;
            this.complete = complete;
        }

        @Override
        public void consume(Envelope<? extends Event> envelope) {
            if (envelope.event() instanceof DriftDetected event) {
                events.accept(new Envelope<>(
                        event,
                        envelope.source(),
                        envelope.time(),
                        envelope.chain(),
                        envelope.causation(),
                        envelope.trace()));
            }
        }

        @Override
        public void loaded() {
            complete.run();
            follower.close();
            reading.remove(follower);
        }
    }

    @PreDestroy
    void stop() {
        reading.forEach(TopicFollower::close);
    }
}
