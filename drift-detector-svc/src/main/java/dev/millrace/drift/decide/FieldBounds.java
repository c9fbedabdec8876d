package dev.millrace.drift.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.events.DriftDetected.FieldDrift;
import dev.millrace.events.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bounds what an event contains of an object, so that every broker takes it and users can read it: texts of {@link #MAX_TEXT} bytes, values
 * of {@link #MAX_DEPTH} levels, {@link #MAX_BYTES} in all. What is cut ends in its length and hash, so that another value is another state.
 */
final class FieldBounds {
    static final int MAX_TEXT = 1024;
    static final int MAX_DEPTH = 32;
    static final int MAX_BYTES = 256 * 1024;

    /** More than the names of a field's parts, its manager, operation, subresource and time need. */
    private static final int FIELD_OVERHEAD = 400;

    /** @param omitted the number of fields that are left out, because their paths alone are too long */
    record Bounded(List<FieldDrift> fields, int omitted) {

        Bounded {
            fields = List.copyOf(fields);
        }
    }

    private FieldBounds() {}

    static Bounded of(List<FieldDrift> fields) {
        List<FieldDrift> shortened = fields.stream().map(FieldBounds::shortened).toList();
        if (fits(shortened)) {
            return new Bounded(shortened, 0);
        }
        List<FieldDrift> kept = new ArrayList<>();
        long bytes = 0;
        for (FieldDrift field : shortened) {
            FieldDrift path = withoutValues(field);
            bytes += size(path);
            if (bytes > MAX_BYTES) {
                break;
            }
            kept.add(path);
        }
        return new Bounded(kept, fields.size() - kept.size());
    }

    private static boolean fits(List<FieldDrift> fields) {
        return fields.stream().mapToLong(FieldBounds::size).sum() <= MAX_BYTES;
    }

    private static long size(FieldDrift field) {
        return FIELD_OVERHEAD + bytes(field.path()) + size(field.desired()) + size(field.live());
    }

    private static long size(Optional<JsonNode> value) {
        return value.map(node -> bytes(node.toString())).orElse(0L);
    }

    private static long bytes(String text) {
        return text.codePoints().mapToLong(FieldBounds::bytes).sum();
    }

    private static int bytes(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }

    /** Returns the field without its values, because there are too many of them. */
    static FieldDrift withoutValues(FieldDrift field) {
        boolean hasValues = field.desired().isPresent() || field.live().isPresent();
        return with(field, field.path(), Optional.empty(), Optional.empty(), hasValues);
    }

    private static FieldDrift shortened(FieldDrift field) {
        Optional<JsonNode> desired = field.desired().map(value -> bounded(value, 0));
        Optional<JsonNode> live = field.live().map(value -> bounded(value, 0));
        boolean isCut = !desired.equals(field.desired()) || !live.equals(field.live());
        return with(field, bounded(field.path()), desired, live, isCut);
    }

    private static FieldDrift with(
            FieldDrift field, String path, Optional<JsonNode> desired, Optional<JsonNode> live, boolean isCut) {
        return new FieldDrift(
                path,
                desired,
                live,
                field.redacted(),
                field.manager(),
                field.operation(),
                field.time(),
                field.subresource(),
                isCut ? Optional.of(true) : field.shortened());
    }

    private static JsonNode bounded(JsonNode value, int depth) {
        return switch (value) {
            case ObjectNode map when depth >= MAX_DEPTH -> tooDeep(map);
            case ArrayNode list when depth >= MAX_DEPTH -> tooDeep(list);
            case ObjectNode map -> {
                ObjectNode bounded = JsonNodeFactory.instance.objectNode();
                for (Map.Entry<String, JsonNode> entry : map.properties()) {
                    bounded.set(bounded(entry.getKey()), bounded(entry.getValue(), depth + 1));
                }
                yield bounded;
            }
            case ArrayNode list -> {
                ArrayNode bounded = JsonNodeFactory.instance.arrayNode();
                list.forEach(item -> bounded.add(bounded(item, depth + 1)));
                yield bounded;
            }
            case TextNode text -> {
                String bounded = bounded(text.asText());
                yield bounded.equals(text.asText()) ? text : TextNode.valueOf(bounded);
            }
            default -> value;
        };
    }

    private static JsonNode tooDeep(JsonNode value) {
        String text = value.toString();
        return TextNode.valueOf("… " + summary(text));
    }

    /** Cuts between characters, never within one. */
    private static String bounded(String text) {
        if (text.length() <= MAX_TEXT && bytes(text) <= MAX_TEXT) {
            return text;
        }
        int end = 0;
        int bytes = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            bytes += bytes(codePoint);
            if (bytes > MAX_TEXT) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return text.substring(0, end) + "… " + summary(text);
    }

    private static String summary(String text) {
        return "(" + text.getBytes(StandardCharsets.UTF_8).length + " bytes, sha256:" + Sha256.hex(text) + ")";
    }
}
