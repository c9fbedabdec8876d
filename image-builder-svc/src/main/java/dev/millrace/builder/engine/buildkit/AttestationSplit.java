package dev.millrace.builder.engine.buildkit;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.builder.engine.OciLayout;
import dev.millrace.events.value.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Separates an image from its attestations, which BuildKit lists in the image's own index. They contain times and differ in each build; without
 * them, the same commit gives the same digest.
 */
final class AttestationSplit {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final int MAX_INDEX_BYTES = 4 << 20;

    /** The format of BuildKit: the image gets the same bytes as in a build without attestations. */
    private static final ObjectWriter WRITER = JSON.writer(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator("")
                    .withArrayEmptySeparator(""))
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    private final Path folder;
    private final ArrayNode images = JSON.createArrayNode();
    private final ArrayNode attestations = JSON.createArrayNode();

    private AttestationSplit(Path folder) {
        this.folder = folder;
    }

    /**
     * Rewrites the layout of a build: {@code index.json} then lists the image and, after it, the manifests of its attestations.
     *
     * @return the image; its index has no attestations
     */
    static OciLayout split(Path folder) {
        try {
            return new AttestationSplit(folder).split(OciLayout.in(folder));
        } catch (IOException e) {
            throw new UncheckedIOException("separating the built image from its attestations: " + e.getMessage(), e);
        }
    }

    private OciLayout split(OciLayout whole) throws IOException {
        JsonNode index = read(whole.digest());
        for (JsonNode entry : index.path("manifests")) {
            boolean attestation = entry.path("annotations")
                    .path("vnd.docker.reference.type")
                    .asText()
                    .equals("attestation-manifest");
            (attestation ? attestations : images).add(entry);
        }
        if (attestations.isEmpty()) {
            return whole;
        }
        JsonNode image =
                switch (images.size()) {
                    case 0 -> throw new IOException("the index has attestations only");
                    case 1 -> images.get(0);
                    default -> write(((ObjectNode) index).set("manifests", images));
                };
        ObjectNode layout = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", INDEX);
        layout.putArray("manifests").add(image).addAll(attestations);
        Files.write(folder.resolve("index.json"), JSON.writeValueAsBytes(layout));
        return new OciLayout(folder, new Digest(image.path("digest").asText()));
    }

    private JsonNode read(Digest digest) throws IOException {
        try (InputStream blob = Files.newInputStream(file(digest))) {
            return JSON.readTree(blob.readNBytes(MAX_INDEX_BYTES));
        }
    }

    /** Adds an index to the layout and returns its descriptor. */
    private ObjectNode write(JsonNode index) throws IOException {
        byte[] content = WRITER.writeValueAsBytes(index);
        Digest digest = Digest.of(content);
        Files.write(file(digest), content);
        return JSON.createObjectNode()
                .put("mediaType", INDEX)
                .put("digest", digest.value())
                .put("size", content.length);
    }

    private Path file(Digest digest) {
        return folder.resolve("blobs").resolve(digest.value().replace(':', '/'));
    }
}
