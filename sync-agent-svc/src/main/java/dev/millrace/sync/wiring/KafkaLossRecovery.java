package dev.millrace.sync.wiring;

import dev.millrace.messaging.continuity.KafkaContinuity;
import dev.millrace.messaging.continuity.KafkaRecovery;
import dev.millrace.sync.lead.Leadership;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Has the leader begin again as after an election when Kafka may have lost events: it reads all records, publishes the last outcomes in them, and compares
 * every application with Git and the cluster, since events that would have triggered that may be among the lost ones.
 */
@ApplicationScoped
public class KafkaLossRecovery implements KafkaRecovery {
    private final Leadership leadership;

    public KafkaLossRecovery(Leadership leadership) {
        this.leadership = leadership;
    }

    @Override
    public int turn() {
        return STATE;
    }

    @Override
    public void recover(KafkaContinuity.Break change) {
        leadership.beginAgain();
    }
}
