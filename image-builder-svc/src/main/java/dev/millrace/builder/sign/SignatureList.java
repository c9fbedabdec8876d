package dev.millrace.builder.sign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.events.value.Digest;
import dev.millrace.registry.verify.DsseEnvelope;
import dev.millrace.registry.verify.SimpleSigning;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The manifest of the signatures of an image, or of the signed statements about it, as cosign writes it: one layer for each.
 *
 * @param config the image configuration that lists the layers
 * @param manifest the manifest that names the configuration
 */
record SignatureList(byte[] config, byte[] manifest) {
    static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
    static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NO_TIME = "0001-01-01T00:00:00Z";

    /**
     * Adds a signature behind those that are there.
     *
     * @param current the present manifest; empty if there is none
     * @param payload the signed payload
     * @param signature the signature in Base64
     * @return empty if the manifest has the signature
     * @throws IllegalArgumentException if the manifest has no list of layers, or too many
     */
    static Optional<SignatureList> with(Optional<JsonNode> current, byte[] payload, String signature) {
        ArrayNode layers = layers(current);
        Digest digest = Digest.of(payload);
        for (JsonNode layer : layers) {
            boolean same = layer.path("digest").asText().equals(digest.value())
                    && layer.path("annotations")
                            .path(SimpleSigning.SIGNATURE)
                            .asText()
                            .equals(signature);
            if (same) {
                return Optional.empty();
            }
        }
        ObjectNode layer = descriptor(SimpleSigning.MEDIA_TYPE, payload);
        layer.putObject("annotations").put(SimpleSigning.SIGNATURE, signature);
        layers.add(layer);
        return Optional.of(of(current, layers));
    }

    /**
     * Adds signed statements behind those that are there.
     *
     * @param current the present manifest; empty if there is none
     * @return empty if the manifest has them
     * @throws IllegalArgumentException if the manifest has no list of layers, or too many
     */
    static Optional<SignatureList> withStatements(Optional<JsonNode> current, List<SignedStatement> statements) {
        ArrayNode layers = layers(current);
        Set<String> present = new HashSet<>(layers.findValuesAsText("digest"));
        int before = layers.size();
        for (SignedStatement statement : statements) {
            ObjectNode layer = descriptor(DsseEnvelope.MEDIA_TYPE, statement.envelope());
            if (present.add(layer.path("digest").asText())) {
                // The signature is in the envelope; cosign requires the annotation.
                layer.putObject("annotations")
                        .put(SimpleSigning.SIGNATURE, "")
                        .put("predicateType", statement.predicateType());
                layers.add(layer);
            }
        }
        return layers.size() == before ? Optional.empty() : Optional.of(of(current, layers));
    }

    private static ArrayNode layers(Optional<JsonNode> current) {
        ArrayNode layers = JSON.createArrayNode();
        if (current.isPresent()) {
            if (!current.get().path("layers").isArray()) {
                throw new IllegalArgumentException("is no list of signatures");
            }
            layers.addAll((ArrayNode) current.get().path("layers").deepCopy());
        }
        return layers;
    }

    private static SignatureList of(Optional<JsonNode> current, ArrayNode layers) {
        if (layers.size() > SimpleSigning.MAX_SIGNATURES) {
            throw new IllegalArgumentException("has " + SimpleSigning.MAX_SIGNATURES + " signatures already");
        }
        byte[] config = bytes(config(layers));
        ObjectNode manifest = current.isPresent() && current.get() instanceof ObjectNode present
                ? present.deepCopy()
                : JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", MANIFEST_TYPE);
        manifest.set("config", descriptor(CONFIG_TYPE, config));
        manifest.set("layers", layers);
        return new SignatureList(config, bytes(manifest));
    }

    private static ObjectNode config(ArrayNode layers) {
        ObjectNode config = JSON.createObjectNode().put("architecture", "").put("created", NO_TIME);
        ArrayNode history = config.putArray("history");
        config.put("os", "");
        ArrayNode diffs = config.putObject("rootfs").put("type", "layers").putArray("diff_ids");
        for (JsonNode layer : layers) {
            history.addObject().put("created", NO_TIME);
            diffs.add(layer.path("digest").asText());
        }
        config.putObject("config");
        return config;
    }

    private static ObjectNode descriptor(String mediaType, byte[] content) {
        return JSON.createObjectNode()
                .put("mediaType", mediaType)
                .put("size", content.length)
                .put("digest", Digest.of(content).value());
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
