package dev.millrace.builder.intake.registry.notice;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A verified notification.
 *
 * @param headers with lower-case names
 * @param query the first value of each parameter
 * @param host the configured host of the sender's registry; absent if the payload reports it
 * @param body a JSON object
 */
public record Notice(Map<String, String> headers, Map<String, String> query, Optional<String> host, JsonNode body) {

    public Notice {
        Map<String, String> lowerCase = new TreeMap<>();
        headers.forEach((name, value) -> lowerCase.put(name.toLowerCase(Locale.ROOT), value));
        headers = Map.copyOf(lowerCase);
        query = Map.copyOf(query);
    }

    /** The value of a header; empty if it is absent. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The text at a path of the body (RFC 6901); empty if it is absent or not a text. */
    public String text(String path) {
        return Json.text(body, path);
    }

    /** The same notification with another body. */
    public Notice with(JsonNode other) {
        return new Notice(headers, query, host, other);
    }
}
