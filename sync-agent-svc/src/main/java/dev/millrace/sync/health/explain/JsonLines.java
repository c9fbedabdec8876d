package dev.millrace.sync.health.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.events.Health;
import dev.millrace.sync.health.object.ObjectHealth;
import dev.millrace.sync.health.object.Trace;
import dev.millrace.sync.manifest.Content;
import java.util.Map;

/** One answer per line, in the order of the lines. A line that can't be read is answered too, with {@code Unknown}. */
final class JsonLines {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private final Judge judge;
    private boolean failed;

    JsonLines(Judge judge) {
        this.judge = judge;
    }

    String answer(String line) {
        return json(health(line));
    }

    private ObjectHealth health(String line) {
        try {
            Map<String, Object> request = JSON.readValue(line, MAP);
            if (request == null) {
                throw new IllegalArgumentException("the line is null");
            }
            return judge.of(Content.map(request.get("object")), request.get("crd"), Trace.NONE);
        } catch (JsonProcessingException e) {
            failed = true;
            return new ObjectHealth(Health.Unknown, "the line is not a JSON object: " + e.getOriginalMessage());
        } catch (RuntimeException | StackOverflowError e) {
            failed = true;
            return new ObjectHealth(Health.Unknown, "the object can't be judged: " + e.getMessage());
        }
    }

    private static String json(ObjectHealth health) {
        try {
            return JSON.writeValueAsString(JSON.createObjectNode()
                    .put("status", health.health().name())
                    .put("reason", health.message())
                    .put("rule", health.rule()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written as JSON", e);
        }
    }

    /** Returns true if a line could not be read. */
    boolean failed() {
        return failed;
    }
}
