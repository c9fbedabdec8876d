package dev.millrace.registry.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An in-toto statement about subjects. */
public record Statement(JsonNode json) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A claim about an image. */
    public static Statement about(ImageName image, Digest digest, String predicateType, JsonNode predicate) {
        ObjectNode json = JSON.createObjectNode().put("_type", "https://in-toto.io/Statement/v1");
        ObjectNode subject = json.putArray("subject").addObject().put("name", image.value());
        subject.putObject("digest").put("sha256", digest.value().substring("sha256:".length()));
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

    /** Returns true if the digest is one of its subjects. */
    boolean isAbout(Digest digest) {
        for (JsonNode subject : json.path("subject")) {
            if (digest.value()
                    .equals("sha256:" + subject.path("digest").path("sha256").asText())) {
                return true;
            }
        }
        return false;
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
