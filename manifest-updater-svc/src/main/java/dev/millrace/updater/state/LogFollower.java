package dev.millrace.updater.state;

import dev.millrace.events.Event;
import dev.millrace.events.Topic;
import dev.millrace.events.wire.Envelope;
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
import org.jboss.logging.Logger;

/** Reads the topics with the state of deployments from their beginning, and follows them. */
@ApplicationScoped
public class LogFollower implements KafkaRecovery {
    private static final Logger LOG = Logger.getLogger(LogFollower.class);
    private static final List<Topic> TOPICS =
            List.of(Topic.POLICY_STATE, Topic.SYNC_COMPLETED, Topic.HEALTH_CHANGED, Topic.IMAGE_BUILT);

    private final TopicFollower follower;

    public LogFollower(
            @Identifier("default-kafka-broker") Map<String, Object> kafka, DeliveryMetrics metrics, StateFeed feed) {
        this.follower = new TopicFollower("log-follower", kafka, TOPICS, metrics, new TopicFollower.Listener() {
            @Override
            public void consume(Envelope<? extends Event> envelope) {
                feed.consume(envelope);
            }

            @Override
            public void loaded() {
                if (!feed.isLoaded()) {
                    LOG.info("state loaded");
                    feed.markLoaded();
                }
            }

            @Override
            public void pausing() {
                feed.notifyListeners();
            }
        });
    }

    void start(@Observes StartupEvent event) {
        follower.start();
    }

    @Override
    public int turn() {
        return FOLLOWERS;
    }

    @Override
    public void recover(KafkaContinuity.Break change) {
        follower.restart();
    }

    @PreDestroy
    void stop() {
        follower.close();
    }
}
