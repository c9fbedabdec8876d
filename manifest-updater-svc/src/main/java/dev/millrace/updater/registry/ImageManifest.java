package dev.millrace.updater.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.value.Digest;
import dev.millrace.registry.ManifestTypes;

/**
 * A manifest or an index in a registry.
 *
 * @param digest the digest computed from its bytes, whatever the registry claims
 */
public record ImageManifest(Digest digest, String mediaType, JsonNode json) {

    /** Returns true if it lists other manifests, one for each platform. */
    boolean isIndex() {
        return ManifestTypes.isIndex(mediaType) || json.path("manifests").isArray();
    }
}
