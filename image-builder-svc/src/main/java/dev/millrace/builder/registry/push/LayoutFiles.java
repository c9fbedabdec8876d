package dev.millrace.builder.registry.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.value.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** A folder with images (OCI image layout 1.0). Each method throws {@link LayoutUnusable} for content that is missing or not as described. */
public final class LayoutFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The size that registries accept at most (OCI distribution spec 1.1, pushing manifests). */
    static final int MAX_DOCUMENT_BYTES = 4 << 20;

    private final Path folder;

    public LayoutFiles(Path folder) {
        this.folder = folder;
    }

    /** The descriptor of an image or index that the layout lists. */
    Descriptor root(Digest digest) {
        for (JsonNode entry : entries()) {
            if (digest.value().equals(entry.path("digest").asText())) {
                return Descriptor.read(entry, "index.json");
            }
        }
        throw new LayoutUnusable("index.json has no " + digest);
    }

    /** The entries of {@code index.json}. */
    JsonNode entries() {
        return json(read(folder.resolve("index.json"), "index.json", MAX_DOCUMENT_BYTES), "index.json")
                .path("manifests");
    }

    /** The bytes of a manifest, verified. */
    byte[] document(Descriptor descriptor) {
        return document(descriptor, MAX_DOCUMENT_BYTES);
    }

    /** The bytes of a document, verified. */
    byte[] document(Descriptor descriptor, int maxBytes) {
        if (descriptor.size() > maxBytes) {
            throw tooLarge(descriptor.digest().value(), maxBytes);
        }
        byte[] content = read(file(descriptor), descriptor.digest().value(), maxBytes);
        if (!Digest.of(content).equals(descriptor.digest())) {
            throw new LayoutUnusable(descriptor.digest() + " has other content");
        }
        return content;
    }

    /** The file of a blob; only its size is verified. */
    Path file(Descriptor descriptor) {
        Path file = folder.resolve("blobs").resolve(descriptor.digest().value().replace(':', '/'));
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new LayoutUnusable(descriptor.digest() + " is missing");
            }
            if (Files.size(file) != descriptor.size()) {
                throw new LayoutUnusable(
                        descriptor.digest() + " has " + Files.size(file) + " bytes, not " + descriptor.size());
            }
            return file;
        } catch (IOException e) {
            throw unreadable(descriptor.digest().value(), e);
        }
    }

    /** Reads JSON in the layout. */
    static JsonNode json(byte[] content, String name) {
        try {
            return JSON.readTree(new String(content, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new LayoutUnusable(name + " is not JSON");
        }
    }

    private static byte[] read(Path file, String name, int maxBytes) {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes(maxBytes + 1);
            if (content.length > maxBytes) {
                throw tooLarge(name, maxBytes);
            }
            return content;
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static LayoutUnusable tooLarge(String name, int maxBytes) {
        return new LayoutUnusable(name + " is larger than " + (maxBytes >> 20) + " MiB");
    }

    private static LayoutUnusable unreadable(String name, IOException cause) {
        return new LayoutUnusable(name + " can't be read: " + cause.getClass().getSimpleName());
    }
}
