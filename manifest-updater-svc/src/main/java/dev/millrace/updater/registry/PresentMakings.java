package dev.millrace.updater.registry;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.registry.RegistryUnavailable;
import dev.millrace.updater.decide.Built;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of the making of images that stand in the files. Answers from memory wherever it can: an update waits for it. */
public final class PresentMakings {
    /** How long an answer about a tag without a digest counts; what can't be asked is not asked again for so long either. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private static final int REMEMBERED = 10_000;

    private final RegistryClient client;
    private final RegistryImages images;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    public PresentMakings(RegistryClient client, RegistryImages images) {
        this.client = client;
        this.images = images;
    }

    private record Answer(Optional<Built> built, long until) {}

    /** Empty if the registry isn't configured, has no such image, doesn't say when it was made, or can't be asked now. */
    public Optional<Built> of(ImageName image, Tag tag, Optional<Digest> digest) {
        if (!client.knows(image)) {
            return Optional.empty();
        }
        String key = digest.map(image::at).orElse(image + ":" + tag);
        Answer known = answers.get(key);
        if (known == null || System.nanoTime() - known.until() > 0) {
            if (answers.size() > REMEMBERED) {
                answers.clear();
            }
            known = new Answer(ask(image, tag, digest), System.nanoTime() + FRESH.toNanos());
            answers.put(key, known);
        }
        return known.built();
    }

    private Optional<Built> ask(ImageName image, Tag tag, Optional<Digest> digest) {
        try {
            return (digest.isPresent() ? images.at(image, digest.get()) : images.at(image, tag))
                    .flatMap(PresentMakings::making);
        } catch (RegistryUnavailable | RegistryRefused e) {
            return Optional.empty();
        }
    }

    private static Optional<Built> making(RegistryImage found) {
        return found.source().<Built>map(Built.FromSource::new).or(() -> found.createdAt()
                .map(Built.Foreign::new));
    }
}
