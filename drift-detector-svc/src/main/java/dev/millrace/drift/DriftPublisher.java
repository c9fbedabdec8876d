package dev.millrace.drift;

import dev.millrace.drift.decide.DriftPlanner;
import dev.millrace.drift.decide.LatestEvent;
import dev.millrace.drift.publish.ObjectKey;
import dev.millrace.drift.publish.OpenDrifts;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.Topic;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.EventTooLarge;
import dev.millrace.messaging.Failpoint;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Publishes drift events and the states after them, and applies them to the open drifts. */
record DriftPublisher(EventPublisher publisher, OpenDrifts openDrifts) {
    private static final Logger LOG = Logger.getLogger(DriftPublisher.class);

    /**
     * Publishes the event, then its state. It is applied to the open drifts once Kafka has acknowledged both: until then, the check is repeated
     * and publishes the event again, under the same id.
     *
     * @return false if Kafka accepts it in no form
     */
    boolean publish(Envelope<DriftDetected> drift) {
        DriftDetected event = drift.event();
        MDC.put("chain", drift.chain().value());
        try {
            Failpoint.reached("drift-seen");
            Optional<Envelope<DriftDetected>> published = publishAccepted(drift);
            Envelope<DriftDetected> last = published.orElse(drift);
            LatestEvent latest = LatestEvent.after(last);
            if (published.isPresent()) {
                Failpoint.reached("drift-published");
                publisher.publish(latest.state());
            }
            openDrifts.apply(latest.asDecided(drift));
            LOG.infof(
                    "drift %s: application=%s object=%s change=%s fields=%d event=%s",
                    published.isPresent() ? "published" : "not published, Kafka accepts no record of its size",
                    event.application(),
                    event.object(),
                    event.change(),
                    event.fields().size(),
                    last.id());
            return published.isPresent();
        } finally {
            MDC.remove("chain");
        }
    }

    /** Publishes the event as large as Kafka accepts it. What was too large once is not sent again as it is. */
    private Optional<Envelope<DriftDetected>> publishAccepted(Envelope<DriftDetected> drift) {
        Optional<Envelope<DriftDetected>> next = Optional.of(drift);
        while (next.isPresent()) {
            Envelope<DriftDetected> tried = next.get();
            try {
                publisher.publish(tried);
                return next;
            } catch (EventTooLarge e) {
                LOG.warnf(
                        "drift too large for Kafka, less of it is published: object=%s fields=%d; raise max.message.bytes of"
                                + " the topic: topic=%s",
                        tried.event().object(), tried.event().fields().size(), Topic.DRIFT_DETECTED.topicName());
                next = DriftPlanner.withoutValues(tried).or(() -> DriftPlanner.withoutFields(tried));
            }
        }
        return Optional.empty();
    }

    /** Ends the state of an object that is not recorded and has no drift. */
    void remove(ObjectKey key, LatestEvent latest) {
        publisher.remove(Topic.DRIFT_STATE, latest.state().event().key());
        openDrifts.remove(key);
    }
}
