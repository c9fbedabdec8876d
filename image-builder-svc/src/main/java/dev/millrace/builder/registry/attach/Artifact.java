package dev.millrace.builder.registry.attach;

import java.util.Map;

/**
 * A document about an image, such as an SBOM or a provenance.
 *
 * @param type its type, by which clients find it
 * @param mediaType the media type of the content
 * @param annotations of its manifest; the same for the same artifact, because they are part of its digest
 */
public record Artifact(String type, String mediaType, byte[] content, Map<String, String> annotations) {
    public Artifact {
        annotations = Map.copyOf(annotations);
    }
}
