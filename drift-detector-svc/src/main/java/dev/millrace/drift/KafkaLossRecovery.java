package dev.millrace.drift;

import dev.millrace.drift.publish.OpenDrifts;
import dev.millrace.events.Event;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.EventTooLarge;
import dev.millrace.messaging.continuity.KafkaContinuity;
import dev.millrace.messaging.continuity.KafkaRecovery;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Publishes the open drifts and the state of each object again after Kafka may have lost them, and checks all objects. */
@ApplicationScoped
public class KafkaLossRecovery implements KafkaRecovery {
    private static final Logger LOG = Logger.getLogger(KafkaLossRecovery.class);

    private final OpenDrifts openDrifts;
    private final EventPublisher publisher;
    private final Detector detector;

    KafkaLossRecovery(OpenDrifts openDrifts, EventPublisher publisher, Detector detector) {
        this.openDrifts = openDrifts;
        this.publisher = publisher;
        this.detector = detector;
    }

    @Override
    public int turn() {
        return STATE;
    }

    @Override
    public void recover(KafkaContinuity.Break change) {
        openDrifts.published().forEach(this::publish);
        openDrifts.latest().forEach(latest -> publish(latest.state()));
        detector.checkAll();
    }

    /** An event that Kafka did not accept in any size is kept in its state as it was decided. */
    private void publish(Envelope<? extends Event> envelope) {
        try {
            publisher.publish(envelope);
        } catch (EventTooLarge e) {
            LOG.warnf("event not published again: event=%s error=%s", envelope.id(), e.getMessage());
        }
    }
}
