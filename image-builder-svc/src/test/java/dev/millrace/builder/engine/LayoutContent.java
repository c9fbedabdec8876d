package dev.millrace.builder.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Reads images in folders. */
public final class LayoutContent {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LayoutContent() {}

    /** The labels of an image. */
    public static Map<String, String> labels(OciLayout image) throws IOException {
        Map<String, String> labels = new TreeMap<>();
        JsonNode config =
                blob(image, document(image).path("config").path("digest").asText());
        config.path("config")
                .path("Labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }

    /** The manifest or index of an image. */
    public static JsonNode document(OciLayout image) throws IOException {
        return blob(image, image.digest().value());
    }

    /** A JSON document of an image. */
    public static JsonNode blob(OciLayout image, String digest) throws IOException {
        Path file = image.folder().resolve("blobs/sha256").resolve(digest.substring("sha256:".length()));
        return JSON.readTree(Files.readAllBytes(file));
    }
}
