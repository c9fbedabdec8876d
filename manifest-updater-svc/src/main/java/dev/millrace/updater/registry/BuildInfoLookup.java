package dev.millrace.updater.registry;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.RegistryReader;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.registry.RegistryUnavailable;
import dev.millrace.updater.decide.BuildInfo;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Looks up the build info of images that the files name. It answers from a cache where it can, because an update waits for it. */
public final class BuildInfoLookup {
    /** The time for which an answer about a tag without a digest is cached, and for which a failed request is not repeated. */
    private static final Duration TTL = Duration.ofMinutes(1);

    private static final int MAX_CACHED = 10_000;

    private final RegistryReader client;
    private final RegistryImages images;
    private final Map<String, CachedInfo> cache = new ConcurrentHashMap<>();

    public BuildInfoLookup(RegistryReader client, RegistryImages images) {
        this.client = client;
        this.images = images;
    }

    private record CachedInfo(Optional<BuildInfo> built, long until) {}

    /** Returns empty if the registry is not configured, has no such image, does not state its build time, or is unavailable now. */
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
