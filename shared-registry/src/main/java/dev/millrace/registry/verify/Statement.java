package dev.millrace.registry.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An in-toto statement about subjects. */
public record Statement(JsonNode json) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SHA256 = "sha256";

    /**
     * A claim about an image.
     *
     * @param digests the image, and the images in it that the claim is about
     */
    public static Statement about(ImageName image, List<Digest> digests, String predicateType, JsonNode predicate) {
        ObjectNode json = JSON.createObjectNode().put("_type", "https://in-toto.io/Statement/v1");
        ArrayNode subjects = json.putArray("subject");
        digests.forEach(digest -> subjects.addObject()
                .put("name", image.value())
                .putObject("digest")
                .put(SHA256, digest.value().substring(SHA256.length() + 1)));
        json.put("predicateType", predicateType).set("predicate", predicate);
        return new Statement(json);
    }

    /** Reads a statement; empty if the text is none. */
    public static Optional<Statement> read(byte[] text) {
        try {
            JsonNode json = JSON.readTree(new String(text, StandardCharsets.UTF_8));
            boolean statement = json.path("_type").asText().startsWith("https://in-toto.io/Statement/");
            return statement ? Optional.of(new Statement(json)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The images that it is about, by their digests as {@code sha256:…}. */
    public Set<String> subjects() {
        Set<String> subjects = new LinkedHashSet<>();
        json.path("subject")
                .forEach(subject -> subjects.add(
                        SHA256 + ":" + subject.path("digest").path(SHA256).asText()));
        return subjects;
    }

    /** Returns true if the digest is one of its subjects. */
    boolean isAbout(Digest digest) {
        return subjects().contains(digest.value());
    }

    /** The type of its predicate. */
    public String type() {
        return json.path("predicateType").asText();
    }

    /** The claim about its subjects. */
    public JsonNode predicate() {
        return json.path("predicate");
    }
}
