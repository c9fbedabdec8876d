package dev.millrace.builder.intake.registry;

import dev.millrace.builder.plan.ImageLabels;
import dev.millrace.builder.publish.BuildReports;
import dev.millrace.builder.registry.RegistryClient;
import dev.millrace.builder.registry.RegistryImage;
import dev.millrace.events.ImageBuilt;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.messaging.intake.IgnoredCounter;
import dev.millrace.registry.RegistryRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Reads images that other tools pushed from their registry. */
@ApplicationScoped
public class ExternalImages {
    private static final Logger LOG = Logger.getLogger(ExternalImages.class);
    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LAST_PAUSE_MILLIS = 1280;

    private final RegistryClient registry;
    private final IgnoredCounter ignored;
    private final Clock clock;

    public ExternalImages(RegistryClient registry, IgnoredCounter ignored, Clock clock) {
        this.registry = registry;
        this.ignored = ignored;
        this.clock = clock;
    }

    /**
     * Finds an image of another tool by its tag; empty, and counted, if there is none to publish.
     *
     * @throws dev.millrace.registry.RegistryUnavailable if the registry is unavailable
     */
    Optional<ImageBuilt> find(ImageName image, Tag tag) {
        if (registry.hosts().of(image).isEmpty()) {
            ignored.count("unknown-registry");
            return Optional.empty();
        }
        try {
            Optional<RegistryImage> found = await(image, tag);
            Optional<String> reason = found.map(ExternalImages::reasonToIgnore).orElse(Optional.of("image-gone"));
            reason.ifPresent(ignored::count);
            return found.filter(one -> reason.isEmpty())
                    .map(one -> BuildReports.external(image, tag, one, clock.instant()));
        } catch (RegistryRefused e) {
            LOG.warnf("pushed image can't be read: error=%s", e.getMessage());
            ignored.count("image-refused");
            return Optional.empty();
        }
    }

    /** An artifact whose configuration names no platform, such as a chart, is not an image (OCI image spec, image configuration). */
    private static Optional<String> reasonToIgnore(RegistryImage found) {
        if (ImageLabels.areOurs(found.labels())) {
            return Optional.of("own-image");
        }
        return found.platforms().isEmpty() ? Optional.of("not-an-image") : Optional.empty();
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
}
