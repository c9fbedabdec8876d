package dev.millrace.builder.intake.registry;

import dev.millrace.builder.intake.registry.notice.PushedTag;
import dev.millrace.builder.publish.BuildReports;
import dev.millrace.builder.registry.RegistryHosts;
import dev.millrace.events.ImagePushed;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.wire.Envelope;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.intake.IgnoredCounter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Stores reported pushes as {@code image.pushed}, before anything is asked of a registry. */
@ApplicationScoped
public class PushedImages {
    /** The number of images that one notification may store. The others are counted: a sender would repeat a refused notification forever. */
    static final int MAX_PER_NOTIFICATION = 100;
    /** Tags of attachments to an image, as cosign and other tools push them; they are not runnable images. */
    private static final Pattern ATTACHED = Pattern.compile("sha256-[0-9a-f]{64}(\\..*)?");

    private final RegistryHosts registries;
    private final RegistryAliases aliases;
    private final EventPublisher publisher;
    private final IgnoredCounter ignored;
    private final Clock clock;

    public PushedImages(
            RegistryHosts registries,
            RegistryAliases aliases,
            EventPublisher publisher,
            IgnoredCounter ignored,
            Clock clock) {
        this.registries = registries;
        this.aliases = aliases;
        this.publisher = publisher;
        this.ignored = ignored;
        this.clock = clock;
    }

    /**
     * Stores the tags of images of configured registries. Returns their number when Kafka has acknowledged each.
     *
     * @throws dev.millrace.messaging.EventNotPublished if Kafka doesn't acknowledge one in time
     */
    int store(SenderKind sender, List<PushedTag> tags) {
        Instant now = clock.instant();
        List<ImagePushed> events = tags.stream()
                .flatMap(tag -> event(sender, tag, now).stream())
                .distinct()
                .toList();
        events.stream().skip(MAX_PER_NOTIFICATION).forEach(event -> ignored.count("too-many-images"));
        List<ImagePushed> stored = events.stream().limit(MAX_PER_NOTIFICATION).toList();
        stored.forEach(event -> publisher.publish(
                Envelope.first(event, BuildReports.SERVICE, event.receivedAt(), event.chain(), Optional.empty())));
        return stored.size();
    }

    private Optional<ImagePushed> event(SenderKind sender, PushedTag pushed, Instant now) {
        ImageName image = aliases.resolve(pushed.image());
        if (registries.of(image).isEmpty()) {
            ignored.count("unknown-registry");
            return Optional.empty();
        }
        if (ATTACHED.matcher(pushed.tag().value()).matches()) {
            ignored.count("attached");
            return Optional.empty();
        }
        return Optional.of(new ImagePushed(image, pushed.tag(), pushed.digest(), sender.pathName(), now));
    }
}
