package dev.millrace.updater.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.ImageManifest;
import dev.millrace.registry.RegistryReader;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the build metadata of images, cached by digest, because an image of a digest never changes. Throws as {@link RegistryReader} does. */
public final class RegistryImages {
    private static final int MAX_CACHED = 20_000;

    private final RegistryReader client;
    private final Map<String, RegistryImage> known = Collections.synchronizedMap(new Lru());

    public RegistryImages(RegistryReader client) {
        this.client = client;
    }

    /** The image that a tag names now; empty if there is none. */
    public Optional<RegistryImage> at(ImageName image, Tag tag) {
        return client.digest(image, tag).flatMap(digest -> at(image, digest));
    }

    /** The image of a digest; empty if it was deleted. */
    public Optional<RegistryImage> at(ImageName image, Digest digest) {
        RegistryImage remembered = known.get(image.at(digest));
        if (remembered != null) {
            return Optional.of(remembered);
        }
        Optional<RegistryImage> found = client.manifest(image, digest).map(manifest -> {
            JsonNode config = config(image, manifest);
            return new RegistryImage(digest, labels(config), createdAt(config));
        });
        found.ifPresent(one -> known.put(image.at(digest), one));
        return found;
    }

    private JsonNode config(ImageName image, ImageManifest manifest) {
        Optional<ImageManifest> one = manifest.isIndex()
                ? digest(manifest.json().path("manifests").path(0)).flatMap(first -> client.manifest(image, first))
                : Optional.of(manifest);
        return one.flatMap(found -> digest(found.json().path("config")))
                .flatMap(config -> client.blob(image, config))
                .map(bytes -> RegistryReader.json(bytes, "the configuration of " + image))
                .orElse(MissingNode.getInstance());
    }

    private static Optional<Digest> digest(JsonNode descriptor) {
        return Optional.ofNullable(descriptor.path("digest").textValue())
                .map(text -> RegistryReader.digest(text, "a descriptor"));
    }

    private static Map<String, String> labels(JsonNode config) {
        Map<String, String> labels = new TreeMap<>();
        config.path("config")
                .path("Labels")
                .properties()
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

    /** Evicts the entry that was not used for the longest time. */
    private static final class Lru extends LinkedHashMap<String, RegistryImage> {
        private static final long serialVersionUID = 1L;

        Lru() {
            super(256, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RegistryImage> eldest) {
            return size() > MAX_CACHED;
        }
    }
}
