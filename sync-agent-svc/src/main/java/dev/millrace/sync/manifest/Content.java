package dev.millrace.sync.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.events.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object's content as JSON values. */
public final class Content {
    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Content() {}

    /** Returns the value as a map with text keys; an empty map if it is none. */
    public static Map<String, Object> map(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return Map.of();
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, child) -> copy.put(String.valueOf(key), child));
        return copy;
    }

    /** Returns the value under these keys, each within the one before; null if there is none. */
    public static @Nullable Object at(@Nullable Object value, String... keys) {
        @Nullable Object here = value;
        for (String key : keys) {
            here = here instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return here;
    }

    /** Returns the SHA-256 of any JSON value, in hexadecimal; the order of keys doesn't matter. */
    public static String hash(Object content) {
        try {
            return Sha256.hex(CANONICAL.writeValueAsBytes(content));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is hashed can be written as JSON", e);
        }
    }

    /** Returns the hash of a text, for use in names. */
    public static String hash(String text) {
        return hash(Map.of("", text));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
