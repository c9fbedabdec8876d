package dev.millrace.updater.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.events.value.Digest;
import dev.millrace.registry.ManifestTypes;

/**
 * A manifest or an index, as the registry has it.
 *
 * @param digest of its very bytes, whatever the registry says
 */
public record ImageManifest(Digest digest, String mediaType, JsonNode json) {

    /** Whether it lists other manifests, one for each platform. */
    boolean isIndex() {
        return ManifestTypes.isIndex(mediaType) || json.path("manifests").isArray();
    }
}
