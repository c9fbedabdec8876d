package dev.millrace.builder.registry.push;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.builder.registry.ManifestWriter.Manifest;
import dev.millrace.events.value.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The content that a registry needs for an image, in an order in which each part names only earlier ones.
 *
 * @param blobs the configurations and layers, each once
 * @param manifests the manifests and indexes, each once; the image itself is the last
 */
record UploadPlan(List<Descriptor> blobs, List<Manifest> manifests) {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_MANIFESTS = 500;
    private static final int MAX_BLOBS = 10_000;
    private static final long MAX_TOTAL_BYTES = 32L << 20;

    UploadPlan {
        blobs = List.copyOf(blobs);
        manifests = List.copyOf(manifests);
    }

    /**
     * Plans the upload of an image or index.
     *
     * @param documents returns the verified bytes of a manifest
     * @throws LayoutUnusable if a manifest is not as described, or there are too many
     */
    static UploadPlan of(Descriptor root, Function<Descriptor, byte[]> documents) {
        Walk walk = new Walk(documents);
        walk.visit(root, 0);
        return new UploadPlan(List.copyOf(walk.blobs.values()), List.copyOf(walk.manifests.values()));
    }

    /** The manifest of the image itself. */
    Manifest root() {
        return manifests.getLast();
    }

    /** The sizes of all blobs together. */
    long bytes() {
        return blobs.stream().mapToLong(Descriptor::size).sum();
    }

    private static final class Walk {
        private final Function<Descriptor, byte[]> documents;
        private final Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
        private final Map<Digest, Manifest> manifests = new LinkedHashMap<>();
        private long totalBytes;

        Walk(Function<Descriptor, byte[]> documents) {
            this.documents = documents;
        }

        void visit(Descriptor manifest, int depth) {
            if (manifests.containsKey(manifest.digest())) {
                return;
            }
            String name = manifest.digest().value();
            if (!manifest.isManifest()) {
                throw new LayoutUnusable(name + " is neither an image nor an index: " + manifest.mediaType());
            }
            totalBytes += manifest.size();
            if (depth > MAX_DEPTH || manifests.size() >= MAX_MANIFESTS || totalBytes > MAX_TOTAL_BYTES) {
                throw new LayoutUnusable("it has too many manifests");
            }
            byte[] content = documents.apply(manifest);
            JsonNode json = LayoutFiles.json(content, name);
            if (manifest.isIndex()) {
                children(json, name).forEach(child -> visit(child, depth + 1));
            } else {
                add(Descriptor.read(json.path("config"), name));
                json.path("layers").forEach(layer -> add(Descriptor.read(layer, name)));
            }
            manifests.put(manifest.digest(), new Manifest(manifest.mediaType(), content));
        }

        private static List<Descriptor> children(JsonNode index, String name) {
            List<Descriptor> children = new ArrayList<>();
            index.path("manifests").forEach(entry -> children.add(Descriptor.read(entry, name)));
            return children;
        }

        private void add(Descriptor blob) {
            if (blob.isNonDistributable()) {
                return;
            }
            Descriptor other = blobs.putIfAbsent(blob.digest(), blob);
            if (other != null && other.size() != blob.size()) {
                throw new LayoutUnusable(blob.digest() + " is described with two sizes");
            }
            if (blobs.size() > MAX_BLOBS) {
                throw new LayoutUnusable("it has more than " + MAX_BLOBS + " layers");
            }
        }
    }
}
