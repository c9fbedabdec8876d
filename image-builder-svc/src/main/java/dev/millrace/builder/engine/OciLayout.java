package dev.millrace.builder.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.value.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An image in a folder (OCI image layout 1.1): {@code oci-layout}, {@code index.json} and {@code blobs/sha256}. Its attestations are no part of it:
 * {@code index.json} lists their manifests behind the image.
 *
 * @param digest of the image, or of its index for several platforms
 */
public record OciLayout(Path folder, Digest digest) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_INDEX_BYTES = 4 << 20;

    /** Deletes the folder. */
    public void delete() {
        Folders.delete(folder);
    }

    /** Reads the digest of the only image in a folder. */
    public static OciLayout in(Path folder) {
        try (InputStream file = Files.newInputStream(folder.resolve("index.json"))) {
            JsonNode manifests = JSON.readTree(file.readNBytes(MAX_INDEX_BYTES)).path("manifests");
            if (manifests.size() != 1) {
                throw new IOException("it has " + manifests.size() + " images, not one");
            }
            return new OciLayout(
                    folder, new Digest(manifests.get(0).path("digest").asText()));
        } catch (IOException | IllegalArgumentException e) {
            throw new UncheckedIOException(
                    new IOException("reading the built image: " + folder.getFileName() + ": " + e.getMessage(), e));
        }
    }
}
