package dev.millrace.builder.intake.registry;

import dev.millrace.builder.publish.BuildReports;
import dev.millrace.events.Event;
import dev.millrace.events.ImageBuilt;
import dev.millrace.events.ImagePushed;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.EventInbox;
import dev.millrace.messaging.EventPublisher;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Consumes {@code image.pushed} and publishes {@code image.built} for each external image that its registry has. */
@ApplicationScoped
public class ImagePushes {
    private static final Logger LOG = Logger.getLogger(ImagePushes.class);

    private final EventInbox inbox;
    private final EventPublisher publisher;
    private final ExternalImages images;
    private final DeliveryMetrics metrics;

    public ImagePushes(EventInbox inbox, EventPublisher publisher, ExternalImages images, DeliveryMetrics metrics) {
        this.inbox = inbox;
        this.publisher = publisher;
        this.images = images;
        this.metrics = metrics;
    }

    /** Receives a record of the channel. */
    @Incoming("image-pushed")
    public CompletionStage<Void> on(Message<byte[]> message) {
        return inbox.receive(message, this::handle);
    }

    private void handle(Envelope<? extends Event> trigger) {
        if (!(trigger.event() instanceof ImagePushed pushed)) {
            throw new IllegalArgumentException("the topic image.pushed holds only image.pushed events");
        }
        metrics.timed("image-pushed", () -> images.find(pushed.image(), pushed.tag())
                .ifPresent(built -> publish(built, trigger)));
    }

    /** The event id is derived from the digest, so that repeated notifications give the same event. */
    private void publish(ImageBuilt built, Envelope<? extends Event> trigger) {
        publisher.publish(new Envelope<>(
                built,
                BuildReports.SERVICE,
                built.pushedAt(),
                ChainId.of(built.image(), built.digest()),
                Optional.of(trigger.id()),
                trigger.trace()));
        LOG.infof("external image published: image=%s:%s digest=%s", built.image(), built.tag(), built.digest());
    }
}
