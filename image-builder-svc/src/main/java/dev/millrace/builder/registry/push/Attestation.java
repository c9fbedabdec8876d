package dev.millrace.builder.registry.push;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.value.Digest;
import dev.millrace.registry.verify.Statement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A claim about an image that an engine put beside it into its layout: an SBOM or a provenance. It is no part of the image.
 *
 * @param image the image for one platform
 * @param type the type of the claim, such as {@code https://slsa.dev/provenance/v1}
 */
public record Attestation(Digest image, String type, JsonNode predicate) {
    private static final String STATEMENT = "application/vnd.in-toto+json";
    private static final String REFERENCE_TYPE = "vnd.docker.reference.type";
    private static final String REFERENCE_DIGEST = "vnd.docker.reference.digest";
    private static final int MAX_STATEMENT_BYTES = 16 << 20;
    private static final int MAX_STATEMENTS = 50;

    /**
     * The claims about an image or the images of an index, in the order of {@code index.json}.
     *
     * @throws LayoutUnusable if the layout is not as it describes itself
     */
    public static List<Attestation> in(Path folder, Digest image) {
        LayoutFiles layout = new LayoutFiles(folder);
        Set<Digest> images = images(layout, image);
        List<Attestation> found = new ArrayList<>();
        for (JsonNode entry : layout.entries()) {
            JsonNode annotations = entry.path("annotations");
            if (annotations.path(REFERENCE_TYPE).asText().equals("attestation-manifest")) {
                String about = annotations.path(REFERENCE_DIGEST).asText();
                Optional<Digest> subject =
                        images.stream().filter(one -> one.value().equals(about)).findFirst();
                subject.ifPresent(one -> addAll(layout, Descriptor.read(entry, "index.json"), one, found));
            }
        }
        return List.copyOf(found);
    }

    /** The image itself and, for an index, the images in it. */
    private static Set<Digest> images(LayoutFiles layout, Digest image) {
        Descriptor root = layout.root(image);
        Set<Digest> images = new LinkedHashSet<>(List.of(image));
        if (root.isIndex()) {
            LayoutFiles.json(layout.document(root), image.value())
                    .path("manifests")
                    .forEach(entry ->
                            images.add(Descriptor.read(entry, image.value()).digest()));
        }
        return images;
    }

    private static void addAll(LayoutFiles layout, Descriptor manifest, Digest image, List<Attestation> found) {
        String name = manifest.digest().value();
        for (JsonNode layer : LayoutFiles.json(layout.document(manifest), name).path("layers")) {
            Descriptor statement = Descriptor.read(layer, name);
            if (statement.mediaType().equals(STATEMENT) && found.size() < MAX_STATEMENTS) {
                Statement.read(layout.document(statement, MAX_STATEMENT_BYTES))
                        .map(one -> new Attestation(image, one.type(), one.predicate()))
                        .ifPresent(found::add);
            }
        }
    }
}
