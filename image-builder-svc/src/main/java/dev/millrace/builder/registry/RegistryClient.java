package dev.millrace.builder.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.builder.registry.ManifestWriter.Manifest;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Platform;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.ImageManifest;
import dev.millrace.registry.Registries;
import dev.millrace.registry.Registry;
import dev.millrace.registry.RegistryCalls;
import dev.millrace.registry.RegistryReader;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.registry.RegistryRequest;
import dev.millrace.registry.RegistryUnavailable;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads and tags images in the configured registries (OCI distribution spec 1.1). Thread-safe; blocking. Documents are at most 4 MiB, and verified
 * against their digests.
 *
 * <p>Every method throws {@link RegistryUnavailable} if the registry is unreachable or answers with 429 or 5xx, and
 * {@link RegistryRefused} if it refuses the request.
 */
public final class RegistryClient {
    private static final int MAX_PLATFORMS = 100;
    private static final int MAX_LABELS = 1_000;

    private final RegistryHosts hosts;
    private final RegistryCalls calls;
    private final RegistryReader reader;
    private final ManifestWriter writer;

    public RegistryClient(RegistryHosts hosts) {
        this(hosts, new RegistryCalls());
    }

    /** @param calls shared with others, to share their tokens */
    public RegistryClient(RegistryHosts hosts, RegistryCalls calls) {
        Registries registries = hosts.registries();
        this.hosts = hosts;
        this.calls = calls;
        this.reader = new RegistryReader(registries, calls);
        this.writer = new ManifestWriter(registries, calls);
    }

    /** The configured registries. */
    public RegistryHosts hosts() {
        return hosts;
    }

    /** The current digest of a tag; empty if there is no such tag. One HEAD request. */
    public Optional<Digest> digest(ImageName image, Tag tag) {
        return reader.digest(image, tag);
    }

    /**
     * An image that an earlier build pushed.
     *
     * @param missing the visible tags that do not name it
     */
    public record FinishedImage(Digest digest, List<Tag> missing) {
        public FinishedImage {
            missing = List.copyOf(missing);
        }
    }

    /**
     * The image of a fingerprint. One HEAD request if there is none; otherwise one more for each visible tag. It counts as none if the registry
     * refuses to read it: some do so for a repository that does not exist yet, and the push will show if the login is wrong.
     *
     * @param visible the tags that should name it
     */
    public Optional<FinishedImage> findFinished(ImageName image, Tag fingerprint, List<Tag> visible) {
        return readable(image, fingerprint)
                .map(found -> new FinishedImage(
                        found,
                        visible.stream()
                                .filter(tag -> readable(image, tag)
                                        .filter(found::equals)
                                        .isEmpty())
                                .toList()));
    }

    private Optional<Digest> readable(ImageName image, Tag tag) {
        try {
            return digest(image, tag);
        } catch (RegistryRefused e) {
            return Optional.empty();
        }
    }

    /** Reads an image from the registry; empty if there is no such tag. */
    public Optional<RegistryImage> image(ImageName image, Tag tag) {
        return reader.manifest(image, tag).map(manifest -> describe(image, manifest));
    }

    /** Sets a tag on an image that is in the registry. */
    public void tag(ImageName image, Digest digest, Tag tag) {
        ImageManifest manifest = reader.manifest(image, digest)
                .orElseThrow(() -> new RegistryUnavailable(image.at(digest) + " is no longer in the registry"));
        writer.tag(
                image, new Manifest(manifest.mediaType(), manifest.bytes()), tag, Deadline.in(RegistryRequest.LIMIT));
    }

    /** Returns true if a registry responds, even with a refusal. */
    public boolean isReachable(RegistryHost host) {
        try {
            Registry registry = host.registry();
            calls.send(registry, "", HttpRequest.newBuilder(registry.api("")).GET(), "calling " + host.host());
            return true;
        } catch (RegistryRefused e) {
            return true;
        } catch (RegistryUnavailable e) {
            return false;
        }
    }

    private RegistryImage describe(ImageName image, ImageManifest manifest) {
        if (!manifest.isIndex()) {
            JsonNode config = config(image, manifest.json());
            return new RegistryImage(manifest.digest(), platforms(List.of(config)), labels(config), createdAt(config));
        }
        List<JsonNode> platforms = new ArrayList<>();
        manifest.json().path("manifests").forEach(entry -> platforms.add(entry.path("platform")));
        JsonNode first = descriptor(manifest.json().path("manifests").path(0), image)
                .flatMap(one -> reader.manifest(image, one))
                .map(one -> config(image, one.json()))
                .orElse(MissingNode.getInstance());
        return new RegistryImage(manifest.digest(), platforms(platforms), labels(first), createdAt(first));
    }

    private JsonNode config(ImageName image, JsonNode manifest) {
        return descriptor(manifest.path("config"), image)
                .flatMap(digest -> reader.blob(image, digest))
                .map(bytes -> RegistryReader.json(bytes, "the configuration of " + image))
                .orElse(MissingNode.getInstance());
    }

    private static Optional<Digest> descriptor(JsonNode descriptor, ImageName image) {
        return Optional.ofNullable(descriptor.path("digest").textValue())
                .map(text -> RegistryReader.digest(text, "a descriptor of " + image));
    }

    private static List<Platform> platforms(List<JsonNode> entries) {
        List<Platform> platforms = new ArrayList<>();
        for (JsonNode one : entries.subList(0, Math.min(entries.size(), MAX_PLATFORMS))) {
            String os = one.path("os").asText("");
            String architecture = one.path("architecture").asText("");
            String variant = one.path("variant").asText("");
            if (os.isEmpty() || architecture.isEmpty() || os.equals("unknown")) {
                continue;
            }
            platform(os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant))
                    .ifPresent(platforms::add);
        }
        return platforms;
    }

    private static Optional<Platform> platform(String text) {
        try {
            return Optional.of(new Platform(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> labels(JsonNode config) {
        Map<String, String> labels = new TreeMap<>();
        config.path("config").path("Labels").properties().stream()
                .limit(MAX_LABELS)
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }

    private static Optional<Instant> createdAt(JsonNode config) {
        try {
            return Optional.ofNullable(config.path("created").textValue()).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
