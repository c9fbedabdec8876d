package dev.millrace.events.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.events.Event;
import dev.millrace.events.Examples;
import dev.millrace.events.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** An event with the files of its wire format: its value, and the topic, key and headers of its record. */
record Golden(Envelope<? extends Event> envelope) {
    static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Golden> all() {
        return Examples.all().map(Golden::new);
    }

    Topic topic() {
        return envelope.event().topic();
    }

    JsonNode value() throws IOException {
        return read("/golden/" + topic().topicName() + ".v1.json");
    }

    JsonNode record() throws IOException {
        return read("/golden/" + topic().topicName() + ".v1.record.json");
    }

    JsonNode schema() throws IOException {
        return read("/schemas/" + topic().topicName() + ".v1.json");
    }

    Map<String, String> headers() throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        record().get("headers")
                .properties()
                .forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
        return headers;
    }

    static JsonNode read(String resource) throws IOException {
        try (InputStream in = Golden.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new AssertionError("no such resource: " + resource);
            }
            return JSON.readTree(in);
        }
    }

    @Override
    public String toString() {
        return topic().topicName();
    }
}
