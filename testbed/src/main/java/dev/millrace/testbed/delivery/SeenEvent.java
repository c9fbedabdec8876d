package dev.millrace.testbed.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A record as it stood in a topic.
 *
 * @param writtenAt when the broker says its producer made it, to the millisecond
 * @param value the record's JSON; a missing node if it is none
 */
public record SeenEvent(String topic, String key, Map<String, String> headers, Instant writtenAt, JsonNode value) {

    /** A header's value; empty if there is none. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The event's id; empty if the record is no event. */
    public String id() {
        return headers.getOrDefault("ce_id", "");
    }

    /** The chain that the event belongs to; empty if the record is no event. */
    public String chain() {
        return headers.getOrDefault("ce_chainid", "");
    }

    /** The id of the event that this one follows from. */
    public Optional<String> cause() {
        return Optional.ofNullable(headers.get("ce_causationid"));
    }

    /** The text at a JSON pointer (RFC 6901); empty if there is none. */
    public String at(String pointer) {
        return value.at(pointer).asText();
    }
}
