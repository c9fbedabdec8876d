package dev.millrace.events.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event as a Kafka record.
 *
 * @param headers in the order of the record; values are UTF-8
 * @param value JSON, UTF-8
 */
public record EncodedEvent(String topic, String key, Map<String, String> headers, byte[] value) {

    public EncodedEvent {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }
}
