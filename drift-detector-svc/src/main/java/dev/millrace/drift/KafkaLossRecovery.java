package dev.millrace.drift;

import dev.millrace.drift.publish.OpenDrifts;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.continuity.KafkaContinuity;
import dev.millrace.messaging.continuity.KafkaRecovery;
import jakarta.enterprise.context.ApplicationScoped;

/** Publishes the open drifts and the state of each object again after Kafka may have lost them, and checks all objects. */
@ApplicationScoped
public class KafkaLossRecovery implements KafkaRecovery {
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
        openDrifts.published().forEach(publisher::publish);
        openDrifts.latest().forEach(latest -> publisher.publish(latest.state()));
        detector.checkAll();
    }
}
