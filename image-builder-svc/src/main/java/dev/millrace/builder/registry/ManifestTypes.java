package dev.millrace.builder.registry;

import java.util.List;
import java.util.Set;

/** Media types of manifests (OCI image spec; Docker Image Manifest V2, Schema 2). */
public final class ManifestTypes {
    private static final Set<String> INDEXES = Set.of(
            "application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json");
    private static final Set<String> IMAGES = Set.of(
            "application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json");

    private ManifestTypes() {}

    /** Whether it is a manifest of an image or of an index of images. */
    public static boolean isManifest(String mediaType) {
        return INDEXES.contains(mediaType) || IMAGES.contains(mediaType);
    }

    static boolean isIndex(String mediaType) {
        return INDEXES.contains(mediaType);
    }

    static String accepted() {
        return String.join(", ", List.copyOf(IMAGES)) + ", " + String.join(", ", List.copyOf(INDEXES));
    }
}
