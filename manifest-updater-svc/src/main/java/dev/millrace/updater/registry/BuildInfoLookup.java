package dev.millrace.updater.registry;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.registry.RegistryUnavailable;
import dev.millrace.updater.decide.BuildInfo;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of the making of images that stand in the files. Answers from memory wherever it can: an update waits for it. */
public final class BuildInfoLookup {
    /** How long an answer about a tag without a digest counts; what can't be asked is not asked again for so long either. */
    private static final Duration TTL = Duration.ofMinutes(1);

    private static final int MAX_CACHED = 10_000;

    private final RegistryClient client;
    private final RegistryImages images;
    private final Map<String, CachedInfo> cache = new ConcurrentHashMap<>();

    public BuildInfoLookup(RegistryClient client, RegistryImages images) {
        this.client = client;
        this.images = images;
    }

    private record CachedInfo(Optional<BuildInfo> built, long until) {}

    /** Empty if the registry isn't configured, has no such image, doesn't say when it was made, or can't be asked now. */
    public Optional<BuildInfo> of(ImageName image, Tag tag, Optional<Digest> digest) {
        if (!client.knows(image)) {
            return Optional.empty();
        }
        String key = digest.map(image::at).orElse(image + ":" + tag);
        CachedInfo known = cache.get(key);
        if (known == null || System.nanoTime() - known.until() > 0) {
            if (cache.size() > MAX_CACHED) {
                cache.clear();
            }
            known = new CachedInfo(ask(image, tag, digest), System.nanoTime() + TTL.toNanos());
            cache.put(key, known);
        }
        return known.built();
    }

    private Optional<BuildInfo> ask(ImageName image, Tag tag, Optional<Digest> digest) {
        try {
            return (digest.isPresent() ? images.at(image, digest.get()) : images.at(image, tag))
                    .flatMap(BuildInfoLookup::buildInfo);
        } catch (RegistryUnavailable | RegistryRefused e) {
            return Optional.empty();
        }
    }

    private static Optional<BuildInfo> buildInfo(RegistryImage found) {
        return found.source().<BuildInfo>map(BuildInfo.FromSource::new).or(() -> found.createdAt()
                .map(BuildInfo.External::new));
    }
}
