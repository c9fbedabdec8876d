package dev.millrace.builder.registry.push;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.value.Digest;
import dev.millrace.registry.verify.Statement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A claim about an image that BuildKit put beside it into an index: an SBOM or a provenance. Registries and verifiers don't find it there, so it is
 * attached once more in their own form.
 *
 * @param image the digest of the image for one platform; empty if it is not named
 * @param type the type of the claim, such as {@code https://slsa.dev/provenance/v1}
 */
public record Attestation(String image, String type, JsonNode predicate) {
    private static final String STATEMENT = "application/vnd.in-toto+json";
    private static final String REFERENCE_TYPE = "vnd.docker.reference.type";
    private static final String REFERENCE_DIGEST = "vnd.docker.reference.digest";
    private static final int MAX_STATEMENT_BYTES = 16 << 20;
    private static final int MAX_STATEMENTS = 50;

    /**
     * The claims in a layout, in the order of the index; none if the image is no index.
     *
     * @throws LayoutUnusable if the layout is not as it describes itself
     */
    public static List<Attestation> in(Path folder, Digest image) {
        LayoutFiles layout = new LayoutFiles(folder);
        Descriptor root = layout.root(image);
        List<Attestation> found = new ArrayList<>();
        if (root.isIndex()) {
            JsonNode index = LayoutFiles.json(layout.document(root), image.value());
            for (JsonNode entry : index.path("manifests")) {
                JsonNode annotations = entry.path("annotations");
                if (annotations.path(REFERENCE_TYPE).asText().equals("attestation-manifest")) {
                    addAll(
                            layout,
                            Descriptor.read(entry, image.value()),
                            annotations.path(REFERENCE_DIGEST).asText(),
                            found);
                }
            }
        }
        return List.copyOf(found);
    }

    private static void addAll(LayoutFiles layout, Descriptor manifest, String image, List<Attestation> found) {
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
