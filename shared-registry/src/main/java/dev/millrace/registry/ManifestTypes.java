package dev.millrace.registry;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Media types of manifests (OCI image spec; Docker Image Manifest V2, Schema 2). */
public final class ManifestTypes {
    private static final List<String> INDEXES = List.of(
            "application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json");
    private static final List<String> IMAGES = List.of(
            "application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json");

    /** The {@code Accept} header with all types. */
    public static final String ACCEPTED =
            Stream.concat(INDEXES.stream(), IMAGES.stream()).collect(Collectors.joining(", "));

    private ManifestTypes() {}

    /** Returns true for a manifest of an image or of an index of images. */
    public static boolean isManifest(String mediaType) {
        return isIndex(mediaType) || IMAGES.contains(mediaType);
    }

    /** Returns true for an index of images. */
    public static boolean isIndex(String mediaType) {
        return INDEXES.contains(mediaType);
    }
}
