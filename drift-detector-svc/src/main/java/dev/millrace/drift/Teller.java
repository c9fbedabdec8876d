package dev.millrace.drift;

import dev.millrace.drift.tell.OpenDrifts;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.Failpoint;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Tells, and remembers what was told. */
record Teller(EventPublisher publisher, OpenDrifts openDrifts) {
    private static final Logger LOG = Logger.getLogger(Teller.class);

    /** Tells the event; it counts as told once Kafka has it. */
    void tell(Envelope<DriftDetected> news) {
        DriftDetected event = news.event();
        MDC.put("chain", news.chain().value());
        try {
            Failpoint.reached("drift-seen");
            publisher.publish(news);
            openDrifts.told(news);
            LOG.infof(
                    "drift application=%s object=%s change=%s fields=%d event=%s",
                    event.application(),
                    event.object(),
                    event.change(),
                    event.fields().size(),
                    news.id());
        } finally {
            MDC.remove("chain");
        }
    }
}
