package dev.millrace.builder.registry.push;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.value.Digest;
import dev.millrace.registry.ManifestTypes;

/**
 * A reference to content (OCI image spec, descriptor).
 *
 * @param size in bytes
 */
public record Descriptor(String mediaType, Digest digest, long size) {

    /** The descriptor of bytes. */
    public static Descriptor of(String mediaType, byte[] content) {
        return new Descriptor(mediaType, Digest.of(content), content.length);
    }

    /**
     * Reads a descriptor.
     *
     * @param place its place, for messages
     * @throws LayoutUnusable if it is none
     */
    static Descriptor read(JsonNode json, String place) {
        String mediaType = json.path("mediaType").asText();
        JsonNode size = json.path("size");
        if (mediaType.isEmpty() || !size.canConvertToLong() || !size.isIntegralNumber() || size.asLong() < 0) {
            throw new LayoutUnusable(place + " has a descriptor without a media type or a size");
        }
        try {
            return new Descriptor(mediaType, new Digest(json.path("digest").asText()), size.asLong());
        } catch (IllegalArgumentException e) {
            throw new LayoutUnusable(place + " has a descriptor whose digest is not sha256");
        }
    }

    boolean isIndex() {
        return ManifestTypes.isIndex(mediaType);
    }

    boolean isManifest() {
        return ManifestTypes.isManifest(mediaType);
    }

    /** Returns true for a layer that its author allows to be fetched from its own place only; no registry gets it. */
    boolean isNonDistributable() {
        return mediaType.startsWith("application/vnd.oci.image.layer.nondistributable.")
                || mediaType.equals("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");
    }
}
