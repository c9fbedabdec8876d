package dev.millrace.builder.registry.attach;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.builder.registry.ManifestWriter.Manifest;
import dev.millrace.builder.registry.push.Descriptor;
import dev.millrace.events.value.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

    /** The manifest of an artifact that refers to its subject. */
    record Referrer(Artifact artifact, Manifest manifest) {}

    /**
     * An index with more referrers.
     *
     * @param index the present index; empty for a new one
     * @return empty if the index has them
     */
    static Optional<Manifest> withReferrers(Optional<JsonNode> index, List<Referrer> referrers) {
        ObjectNode json = index.isPresent() && index.get() instanceof ObjectNode present
                ? present.deepCopy()
                : JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", INDEX);
        ArrayNode manifests = json.withArray("manifests");
        int before = manifests.size();
        referrers.stream()
                .filter(one -> !lists(manifests, one.manifest().digest()))
                .forEach(one -> {
                    ObjectNode entry = descriptor(Descriptor.of(
                            one.manifest().mediaType(), one.manifest().bytes()));
                    entry.put("artifactType", one.artifact().type());
                    annotate(entry, one.artifact().annotations());
                    manifests.add(entry);
                });
        return manifests.size() == before ? Optional.empty() : Optional.of(new Manifest(INDEX, bytes(json)));
    }

    private static boolean lists(ArrayNode manifests, Digest digest) {
        for (JsonNode one : manifests) {
            if (one.path("digest").asText().equals(digest.value())) {
                return true;
            }
        }
        return false;
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
