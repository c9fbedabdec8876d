package dev.millrace.builder.registry;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.Platform;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image as it stands in a registry.
 *
 * @param platforms in the index's order; empty if it doesn't say
 * @param labels of the image, or of an index's first image
 * @param createdAt when it was made, as it says itself
 */
public record RegistryImage(
        Digest digest, List<Platform> platforms, Map<String, String> labels, Optional<Instant> createdAt) {

    public RegistryImage {
        platforms = List.copyOf(platforms);
        labels = Map.copyOf(labels);
    }
}
