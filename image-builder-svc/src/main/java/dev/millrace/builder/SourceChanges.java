package dev.millrace.builder;

import dev.millrace.builder.publish.BuildReports;
import dev.millrace.events.BuildFailed;
import dev.millrace.events.Event;
import dev.millrace.events.ImageBuilt;
import dev.millrace.events.SourceChanged;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.EventInbox;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.Failpoint;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Consumes {@code source.changed}, runs the pipeline and publishes the results. */
@ApplicationScoped
public class SourceChanges {
    private static final Logger LOG = Logger.getLogger(SourceChanges.class);

    private final EventInbox inbox;
    private final EventPublisher publisher;
    private final BuildPipeline pipeline;
    private final DeliveryMetrics metrics;
    private final Clock clock;

    public SourceChanges(
            EventInbox inbox, EventPublisher publisher, BuildPipeline pipeline, DeliveryMetrics metrics, Clock clock) {
        this.inbox = inbox;
        this.publisher = publisher;
        this.pipeline = pipeline;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Receives a record of the channel. */
    @Incoming("source-changed")
    public CompletionStage<Void> on(Message<byte[]> message) {
        return inbox.receiveInLanes(message, SourceChanges::lane, this::handle);
    }

    /** Refs of a repository are built in parallel; the moves of one ref that wait are one build. */
    private static String lane(Event event) {
        return event instanceof SourceChanged move && move.observation().isEmpty()
                ? move.key() + " " + move.ref()
                : event.key();
    }

    private void handle(List<Envelope<? extends Event>> triggers) {
        List<SourceChanged> moves =
                triggers.stream().map(trigger -> changed(trigger.event())).toList();
        metrics.timed(
                "source-changed",
                () -> pipeline.run(moves, event -> {
                    publisher.publish(caused(event, triggers.getLast()));
                    Failpoint.reached("event-published");
                }));
    }

    private static SourceChanged changed(Event event) {
        if (event instanceof SourceChanged changed) {
            return changed;
        }
        throw new IllegalArgumentException("the topic source.changed holds only source.changed events");
    }

    /** The chain starts at the commit that was built, whichever event triggered the build. */
    private Envelope<Event> caused(Event event, Envelope<? extends Event> trigger) {
        ChainId chain =
                switch (event) {
                    case ImageBuilt built -> {
                        LOG.infof("image built: image=%s:%s digest=%s", built.image(), built.tag(), built.digest());
                        yield built.source()
                                .map(source -> ChainId.of(source.repository(), source.commit()))
                                .orElse(trigger.chain());
                    }
                    case BuildFailed failed -> {
                        metrics.failed("build-" + failed.stage().name().toLowerCase(Locale.ROOT));
                        LOG.warnf(
                                "build failed: commit=%s stage=%s error=%s",
                                failed.commit(), failed.stage(), failed.reason());
                        yield ChainId.of(failed.repository(), failed.commit());
                    }
                    default -> trigger.chain();
                };
        return new Envelope<>(
                event, BuildReports.SERVICE, clock.instant(), chain, Optional.of(trigger.id()), trigger.trace());
    }
}
