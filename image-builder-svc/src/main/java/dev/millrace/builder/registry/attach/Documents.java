package dev.millrace.builder.registry.attach;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.builder.registry.ManifestWriter.Manifest;
import dev.millrace.builder.registry.push.Descriptor;
import dev.millrace.events.value.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes manifests of artifacts (OCI image spec 1.1). The same content gives the same bytes. */
final class Documents {
    static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
    static final String INDEX = "application/vnd.oci.image.index.v1+json";
    static final String EMPTY_TYPE = "application/vnd.oci.empty.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Documents() {}

    /** The content of the empty descriptor. */
    static byte[] empty() {
        return "{}".getBytes(StandardCharsets.UTF_8);
    }

    /** The manifest of an artifact that refers to its subject. */
    static Manifest artifact(Artifact artifact, Descriptor subject) {
        ObjectNode json = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", IMAGE);
        json.put("artifactType", artifact.type());
        json.set("config", descriptor(Descriptor.of(EMPTY_TYPE, empty())));
        json.putArray("layers").add(descriptor(Descriptor.of(artifact.mediaType(), artifact.content())));
        json.set("subject", descriptor(subject));
        annotate(json, artifact.annotations());
        return new Manifest(IMAGE, bytes(json));
    }

    /**
     * An index with one more referrer.
     *
     * @param index the present index; empty for a new one
     * @return empty if the index has it
     */
    static Optional<Manifest> withReferrer(Optional<JsonNode> index, Artifact artifact, Manifest referrer) {
        ObjectNode json = index.isPresent() && index.get() instanceof ObjectNode present
                ? present.deepCopy()
                : JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", INDEX);
        ArrayNode manifests = json.withArray("manifests");
        for (JsonNode one : manifests) {
            if (isOf(one, referrer.digest())) {
                return Optional.empty();
            }
        }
        ObjectNode entry = descriptor(Descriptor.of(referrer.mediaType(), referrer.bytes()));
        entry.put("artifactType", artifact.type());
        annotate(entry, artifact.annotations());
        manifests.add(entry);
        return Optional.of(new Manifest(INDEX, bytes(json)));
    }

    private static boolean isOf(JsonNode descriptor, Digest digest) {
        return descriptor.path("digest").asText().equals(digest.value());
    }

    private static ObjectNode descriptor(Descriptor one) {
        return JSON.createObjectNode()
                .put("mediaType", one.mediaType())
                .put("digest", one.digest().value())
                .put("size", one.size());
    }

    private static void annotate(ObjectNode json, Map<String, String> annotations) {
        if (!annotations.isEmpty()) {
            ObjectNode all = json.putObject("annotations");
            new TreeMap<>(annotations).forEach(all::put);
        }
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
