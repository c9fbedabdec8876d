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
import dev.millrace.messaging.intake.Ignored;
import dev.millrace.registry.RegistryRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Images that somebody else built: looked at in their registry, and told of. */
@ApplicationScoped
public class ForeignImages {
    private static final Logger LOG = Logger.getLogger(ForeignImages.class);
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LAST_PAUSE_MILLIS = 1280;
    /** What cosign and others attach to an image under a tag made of its digest; it is no image to be run. */
    private static final Pattern ATTACHED = Pattern.compile("sha256-[0-9a-f]{64}(\\..*)?");

    private final RegistryClient registry;
    private final EventPublisher publisher;
    private final Ignored ignored;
    private final Clock clock;

    public ForeignImages(RegistryClient registry, EventPublisher publisher, Ignored ignored, Clock clock) {
        this.registry = registry;
        this.publisher = publisher;
        this.ignored = ignored;
        this.clock = clock;
    }

    /**
     * A tag is said to have been pushed. Returns when Kafka has the event, or when there is nothing to tell.
     *
     * @throws java.io.UncheckedIOException if the registry or Kafka is away
     */
    public void pushed(ImageName image, Tag tag) {
        if (registry.hosts().of(image).isEmpty()) {
            ignored.because("unknown-registry");
            return;
        }
        if (ATTACHED.matcher(tag.value()).matches()) {
            ignored.because("attached");
            return;
        }
        look(image, tag).ifPresent(found -> tell(image, tag, found));
    }

    /** Distribution tells of a push before it has put the tag on it. */
    private Optional<RegistryImage> awaited(ImageName image, Tag tag) {
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

    private Optional<RegistryImage> look(ImageName image, Tag tag) {
        try {
            Optional<RegistryImage> found = awaited(image, tag);
            if (found.isEmpty()) {
                ignored.because("image-gone");
                return found;
            }
            if (ImageLabels.areOurs(found.get().labels())) {
                ignored.because("own-image");
                return Optional.empty();
            }
            return found;
        } catch (RegistryRefused e) {
            LOG.warnf("a pushed image can't be looked at: why=%s", e.getMessage());
            ignored.because("image-refused");
            return Optional.empty();
        }
    }

    /** Its id comes from the digest, so that it is one event however often the registry tells of it. */
    private void tell(ImageName image, Tag tag, RegistryImage found) {
        Instant now = clock.instant();
        ImageBuilt built = BuildReports.foreign(image, tag, found, now);
        publisher.publish(
                Envelope.first(built, BuildReports.SERVICE, now, ChainId.of(image, found.digest()), Optional.empty()));
        LOG.infof("foreign image: image=%s:%s digest=%s", image, tag, found.digest());
    }
}
