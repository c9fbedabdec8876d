package dev.millrace.builder.registry;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.Platform;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image in a registry.
 *
 * @param platforms in the order of the index; empty if unknown
 * @param labels of the image, or of an index's first image
 * @param createdAt the creation time in the image configuration
 */
public record RegistryImage(
        Digest digest, List<Platform> platforms, Map<String, String> labels, Optional<Instant> createdAt) {

    public RegistryImage {
        platforms = List.copyOf(platforms);
        labels = Map.copyOf(labels);
    }
}
