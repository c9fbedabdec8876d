package dev.millrace.drift;

import dev.millrace.drift.publish.OpenDrifts;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.Failpoint;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Publishes drift events and applies them to the open drifts. */
record DriftPublisher(EventPublisher publisher, OpenDrifts openDrifts) {
    private static final Logger LOG = Logger.getLogger(DriftPublisher.class);

    /** Publishes the event. It is applied to the open drifts once Kafka has acknowledged it. */
    void publish(Envelope<DriftDetected> drift) {
        DriftDetected event = drift.event();
        MDC.put("chain", drift.chain().value());
        try {
            Failpoint.reached("drift-seen");
            publisher.publish(drift);
            openDrifts.apply(drift);
            LOG.infof(
                    "drift published: application=%s object=%s change=%s fields=%d event=%s",
                    event.application(),
                    event.object(),
                    event.change(),
                    event.fields().size(),
                    drift.id());
        } finally {
            MDC.remove("chain");
        }
    }
}
