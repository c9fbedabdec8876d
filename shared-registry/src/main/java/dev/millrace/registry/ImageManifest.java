package dev.millrace.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.value.Digest;

/**
 * A manifest or an index in a registry.
 *
 * @param digest the digest computed from its bytes, whatever the registry claims
 */
public record ImageManifest(Digest digest, String mediaType, byte[] bytes, JsonNode json) {

    /** Returns true if it lists other manifests, one for each platform. */
    public boolean isIndex() {
        return ManifestTypes.isIndex(mediaType) || json.path("manifests").isArray();
    }
}
