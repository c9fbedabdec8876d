package dev.millrace.builder.plan;

import dev.millrace.events.Source;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The labels of our images (OCI image spec, annotations), which also distinguish them from external images. */
public final class ImageLabels {
    private static final String REPOSITORY = "dev.millrace.repository";
    /** Written by earlier versions: a label that differs from build to build changes the digest. */
    private static final String STARTED_AT = "dev.millrace.started-at";

    private ImageLabels() {}

    static SortedMap<String, String> of(Source source, String address) {
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put("org.opencontainers.image.source", address);
        labels.put("org.opencontainers.image.revision", source.commit().value());
        labels.put("org.opencontainers.image.ref.name", source.ref().shortName());
        labels.put(REPOSITORY, source.repository().value());
        labels.put("dev.millrace.ref", source.ref().value());
        labels.put("dev.millrace.sequence", Long.toString(source.sequence()));
        labels.put("dev.millrace.committed-at", source.committedAt().toString());
        return labels;
    }

    /** Returns true if an image with these labels was built by this service. */
    public static boolean areOurs(Map<String, String> labels) {
        return labels.containsKey(REPOSITORY);
    }

    /** The start time of an image's build, if it is in the labels. */
    public static Optional<Instant> startedAt(Map<String, String> labels) {
        try {
            return Optional.ofNullable(labels.get(STARTED_AT)).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
