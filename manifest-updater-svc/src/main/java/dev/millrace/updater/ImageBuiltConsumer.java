package dev.millrace.updater;

import dev.millrace.events.Event;
import dev.millrace.events.ImageBuilt;
import dev.millrace.events.UpdateRequested;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.EventInbox;
import dev.millrace.messaging.EventPublisher;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Consumes {@code image.built} and publishes {@code update.requested} for every policy that accepts the image. */
@ApplicationScoped
public class ImageBuiltConsumer {
    private static final String SERVICE = "manifest-updater-svc";

    private final EventInbox inbox;
    private final EventPublisher publisher;
    private final UpdatePipeline pipeline;
    private final DeliveryMetrics metrics;
    private final Clock clock;

    public ImageBuiltConsumer(
            EventInbox inbox, EventPublisher publisher, UpdatePipeline pipeline, DeliveryMetrics metrics, Clock clock) {
        this.inbox = inbox;
        this.publisher = publisher;
        this.pipeline = pipeline;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Consumes a record of the channel. */
    @Incoming("image-built")
    public CompletionStage<Void> on(Message<byte[]> message) {
        return inbox.receive(message, this::handle);
    }

    private void handle(Envelope<? extends Event> trigger) {
        if (!(trigger.event() instanceof ImageBuilt built)) {
            throw new IllegalArgumentException("unexpected event type: this topic carries image.built only");
        }
        List<UpdateRequested> requests = metrics.timed("decide", () -> pipeline.requests(built));
        requests.forEach(request -> publisher.publish(trigger.followedBy(request, SERVICE, clock.instant())));
    }
}
