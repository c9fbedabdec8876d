package dev.millrace.builder.intake;

import dev.millrace.builder.plan.ImageLabels;
import dev.millrace.builder.publish.BuildReports;
import dev.millrace.builder.registry.RegistryClient;
import dev.millrace.builder.registry.RegistryImage;
import dev.millrace.events.ImageBuilt;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.intake.IgnoredCounter;
import dev.millrace.registry.RegistryRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Publishes images that other tools pushed, after reading them from their registry. */
@ApplicationScoped
public class ExternalImages {
    private static final Logger LOG = Logger.getLogger(ExternalImages.class);
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LAST_PAUSE_MILLIS = 1280;
    /** Tags of attachments to an image, as cosign and other tools push them; they are not runnable images. */
    private static final Pattern ATTACHED = Pattern.compile("sha256-[0-9a-f]{64}(\\..*)?");

    private final RegistryClient registry;
    private final EventPublisher publisher;
    private final IgnoredCounter ignored;
    private final Clock clock;

    public ExternalImages(RegistryClient registry, EventPublisher publisher, IgnoredCounter ignored, Clock clock) {
        this.registry = registry;
        this.publisher = publisher;
        this.ignored = ignored;
        this.clock = clock;
    }

    /**
     * Handles a pushed tag. Returns when Kafka has acknowledged the event, or when there is nothing to publish.
     *
     * @throws java.io.UncheckedIOException if the registry or Kafka is unavailable
     */
    public void pushed(ImageName image, Tag tag) {
        if (registry.hosts().of(image).isEmpty()) {
            ignored.count("unknown-registry");
            return;
        }
        if (ATTACHED.matcher(tag.value()).matches()) {
            ignored.count("attached");
            return;
        }
        find(image, tag).ifPresent(found -> publish(image, tag, found));
    }

    /** Waits for the tag, because Distribution sends the notification before it sets the tag. */
    private Optional<RegistryImage> await(ImageName image, Tag tag) {
        Optional<RegistryImage> found = registry.image(image, tag);
        for (long pause = FIRST_PAUSE_MILLIS; found.isEmpty() && pause <= LAST_PAUSE_MILLIS; pause *= 2) {
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return found;
            }
            found = registry.image(image, tag);
        }
        return found;
    }

    private Optional<RegistryImage> find(ImageName image, Tag tag) {
        try {
            Optional<RegistryImage> found = await(image, tag);
            if (found.isEmpty()) {
                ignored.count("image-gone");
                return found;
            }
            if (ImageLabels.areOurs(found.get().labels())) {
                ignored.count("own-image");
                return Optional.empty();
            }
            return found;
        } catch (RegistryRefused e) {
            LOG.warnf("pushed image can't be read: error=%s", e.getMessage());
            ignored.count("image-refused");
            return Optional.empty();
        }
    }

    /** The event id is derived from the digest, so that repeated notifications give the same event. */
    private void publish(ImageName image, Tag tag, RegistryImage found) {
        Instant now = clock.instant();
        ImageBuilt built = BuildReports.external(image, tag, found, now);
        publisher.publish(
                Envelope.first(built, BuildReports.SERVICE, now, ChainId.of(image, found.digest()), Optional.empty()));
        LOG.infof("external image published: image=%s:%s digest=%s", image, tag, found.digest());
    }
}
