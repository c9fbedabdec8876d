package dev.millrace.updater.registry;

import dev.millrace.events.Source;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The build metadata of an image.
 *
 * @param labels the labels of the image, or of an index's first image
 * @param createdAt the build time by the image's own configuration
 */
public record RegistryImage(Digest digest, Map<String, String> labels, Optional<Instant> createdAt) {
    private static final String REPOSITORY = "dev.millrace.repository";
    private static final String SOURCE = "org.opencontainers.image.source";
    private static final String REVISION = "org.opencontainers.image.revision";
    private static final String REF = "dev.millrace.ref";
    private static final String COMMITTED_AT = "dev.millrace.committed-at";
    private static final String SEQUENCE = "dev.millrace.sequence";

    public RegistryImage {
        labels = Map.copyOf(labels);
    }

    /** The source by our builder's labels; empty for an external image. */
    public Optional<Source> source() {
        try {
            return Optional.of(new Source(
                    new RepositoryId(label(REPOSITORY)),
                    new CommitId(label(REVISION)),
                    new GitRef(label(REF)),
                    Instant.parse(label(COMMITTED_AT)),
                    Long.parseLong(label(SEQUENCE))));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The repositories that its labels name: our builder's, and the common one. A value that is no repository names none. */
    public Set<RepositoryId> repositories() {
        return Stream.of(REPOSITORY, SOURCE)
                .map(this::label)
                .filter(text -> !text.isBlank())
                .flatMap(RegistryImage::repository)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Stream<RepositoryId> repository(String text) {
        try {
            return Stream.of(RepositoryId.parse(text));
        } catch (IllegalArgumentException e) {
            return Stream.of();
        }
    }

    private String label(String name) {
        return labels.getOrDefault(name, "");
    }
}
