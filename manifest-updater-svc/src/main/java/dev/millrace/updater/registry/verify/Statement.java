package dev.millrace.updater.registry.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.value.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An in-toto statement about subjects. */
record Statement(JsonNode json) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Optional<Statement> read(byte[] text) {
        try {
            JsonNode json = JSON.readTree(new String(text, StandardCharsets.UTF_8));
            boolean statement = json.path("_type").asText().startsWith("https://in-toto.io/Statement/");
            return statement ? Optional.of(new Statement(json)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    boolean isAbout(Digest digest) {
        for (JsonNode subject : json.path("subject")) {
            if (digest.value()
                    .equals("sha256:" + subject.path("digest").path("sha256").asText())) {
                return true;
            }
        }
        return false;
    }

    String type() {
        return json.path("predicateType").asText();
    }

    JsonNode predicate() {
        return json.path("predicate");
    }
}
