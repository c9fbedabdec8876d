package dev.millrace.drift.publish;

import dev.millrace.drift.decide.LatestEvent;
import dev.millrace.events.DriftState;
import dev.millrace.events.Event;
import dev.millrace.events.Topic;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.TopicFollower;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The newest event of each object, published before this start: the records of {@code drift.state}, which is compacted. */
@ApplicationScoped
public class DriftStates {
    private final Map<String, Object> kafka;
    private final DeliveryMetrics metrics;
    private final Set<TopicFollower> reading = ConcurrentHashMap.newKeySet();

    public DriftStates(@Identifier("default-kafka-broker") Map<String, Object> kafka, DeliveryMetrics metrics) {
        this.kafka = kafka;
        this.metrics = metrics;
    }

    /**
     * Begins to read all states, for as long as Kafka takes to recover.
     *
     * @param states receives the newest state of each object
     * @param complete called after the last state
     */
    public void read(Consumer<LatestEvent> states, Runnable complete) {
        Reader reader = new Reader(states, complete);
        TopicFollower follower = new TopicFollower("read-states", kafka, List.of(Topic.DRIFT_STATE), metrics, reader);
        reader.follower = follower;
        reading.add(follower);
        follower.start();
    }

    private final class Reader implements TopicFollower.Listener {
        private final Consumer<LatestEvent> states;
        private final Runnable complete;

        /** By the key of the record: one without a value has only that. */
        private final Map<String, LatestEvent> known = new HashMap<>();

        @SuppressWarnings("NullAway.Init") // set before the start
        private TopicFollower follower;

        Reader(Consumer<LatestEvent> states, Runnable complete) {
            this.states = states;
            this.complete = complete;
        }

        @Override
        public void consume(Envelope<? extends Event> envelope) {
            if (envelope.event() instanceof DriftState state) {
                known.put(state.key(), LatestEvent.of(envelope.with(state)));
            }
        }

        @Override
        public void removed(String key) {
            known.remove(key);
        }

        @Override
        public void loaded() {
            known.values().forEach(states);
            known.clear();
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
