package dev.millrace.registry.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.ImageManifest;
import dev.millrace.registry.RegistryReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the attachments of an image: cosign's tags {@code sha256-<hex>.sig} and {@code .att}, and referrers (OCI 1.1). */
final class Attachments {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final int MAX_ENTRIES = 100;

    /** Larger ones, such as the SBOM of a large image, are not read; they must not hide the others. */
    private static final long MAX_DOCUMENT_BYTES = 4 << 20;

    private static final Set<String> STATEMENTS =
            Set.of(DsseEnvelope.MEDIA_TYPE, "application/vnd.dev.sigstore.bundle.v0.3+json");

    private final RegistryReader client;
    private final ImageName image;
    private final Digest digest;

    Attachments(RegistryReader client, ImageName image, Digest digest) {
        this.client = client;
        this.image = image;
        this.digest = digest;
    }

    /** A payload with its signature, as {@code cosign sign} creates them. */
    record SignedPayload(byte[] payload, String signature) {}

    List<SignedPayload> signatures() {
        List<SignedPayload> found = new ArrayList<>();
        List<ImageManifest> manifests = new ArrayList<>(tagged("sig"));
        manifests.addAll(referrers());
        for (JsonNode layer : layers(manifests, Set.of(SimpleSigning.MEDIA_TYPE))) {
            String signature =
                    layer.path("annotations").path(SimpleSigning.SIGNATURE).asText();
            blob(layer).ifPresent(payload -> found.add(new SignedPayload(payload, signature)));
        }
        return found;
    }

    /** The envelopes in the list by {@code cosign attest}. */
    List<DsseEnvelope> taggedEnvelopes() {
        return envelopes(tagged("att"));
    }

    /** The envelopes that are attached as referrers. */
    List<DsseEnvelope> referringEnvelopes() {
        return envelopes(referrers());
    }

    private List<DsseEnvelope> envelopes(List<ImageManifest> manifests) {
        List<DsseEnvelope> found = new ArrayList<>();
        for (JsonNode layer : layers(manifests, STATEMENTS)) {
            blob(layer).flatMap(Attachments::json).flatMap(DsseEnvelope::read).ifPresent(found::add);
        }
        return found;
    }

    private List<ImageManifest> tagged(String suffix) {
        return client.manifest(image, new Tag(digest.value().replace(':', '-') + "." + suffix)).stream()
                .toList();
    }

    private List<ImageManifest> referrers() {
        return client.referrers(image, digest).stream()
                .limit(MAX_ENTRIES)
                .flatMap(descriptor -> digest(descriptor).stream())
                .flatMap(one -> client.manifest(image, one).stream())
                .toList();
    }

    private static List<JsonNode> layers(List<ImageManifest> manifests, Set<String> types) {
        List<JsonNode> layers = new ArrayList<>();
        for (ImageManifest manifest : manifests) {
            for (JsonNode layer : manifest.json().path("layers")) {
                boolean readable = types.contains(layer.path("mediaType").asText())
                        && layer.path("size").asLong() <= MAX_DOCUMENT_BYTES;
                if (readable && layers.size() < MAX_ENTRIES) {
                    layers.add(layer);
                }
            }
        }
        return layers;
    }

    private Optional<byte[]> blob(JsonNode layer) {
        return digest(layer).flatMap(one -> client.blob(image, one));
    }

    private static Optional<Digest> digest(JsonNode descriptor) {
        try {
            return Optional.of(new Digest(descriptor.path("digest").asText()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<JsonNode> json(byte[] text) {
        try {
            return Optional.of(JSON.readTree(new String(text, StandardCharsets.UTF_8)));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
