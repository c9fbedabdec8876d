package dev.millrace.testbed.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A record read from a topic.
 *
 * @param writtenAt the timestamp of the record, to the millisecond
 * @param value the JSON of the record; a missing node if it is not JSON
 */
public record PublishedEvent(String topic, String key, Map<String, String> headers, Instant writtenAt, JsonNode value) {

    /** A header's value; empty if there is none. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The id of the event; empty if the record is not an event. */
    public String id() {
        return headers.getOrDefault("ce_id", "");
    }

    /** The chain of the event; empty if the record is not an event. */
    public String chain() {
        return headers.getOrDefault("ce_chainid", "");
    }

    /** The id of the event that caused this one. */
    public Optional<String> cause() {
        return Optional.ofNullable(headers.get("ce_causationid"));
    }

    /** Returns true if the key is that of an application: {@code <cluster>/<namespace>/<name>}, and the cluster's uid after a {@code #}. */
    public boolean isAbout(String application) {
        return key.equals(application) || key.startsWith(application + "#");
    }

    /** The text at a JSON pointer (RFC 6901); empty if there is none. */
    public String at(String pointer) {
        return value.at(pointer).asText();
    }
}
