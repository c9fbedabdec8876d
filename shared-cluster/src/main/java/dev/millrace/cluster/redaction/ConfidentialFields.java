package dev.millrace.cluster.redaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.cluster.fields.FieldSet;
import dev.millrace.cluster.fields.PathElement;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** The fields of an object, of any kind, whose values came out of a Secret. A field whose name or key came from there counts with its parent. */
public record ConfidentialFields(FieldSet fields) {
    public static final ConfidentialFields NONE = new ConfidentialFields(FieldSet.NOTHING);

    /**
     * Finds them.
     *
     * @param fieldsV1 the fields that are ours
     * @param values the object's values on these fields
     * @param fromSecret true for a text that holds a value of a Secret
     * @return the part of the FieldsV1 that is confidential; empty if nothing is
     */
    public static Optional<JsonNode> find(JsonNode fieldsV1, JsonNode values, Predicate<String> fromSecret) {
        ObjectNode found = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : fieldsV1.properties()) {
            if (!entry.getKey().equals(".")) {
                JsonNode value = PathElement.parse(entry.getKey()).in(values);
                below(entry.getValue(), value, fromSecret).ifPresent(child -> found.set(entry.getKey(), child));
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    private static Optional<JsonNode> below(JsonNode fieldsV1, JsonNode values, Predicate<String> fromSecret) {
        boolean isShownByPath = fieldsV1.properties().stream().anyMatch(entry -> fromSecret.test(entry.getKey()));
        if (isShownByPath || fieldsV1.isEmpty()) {
            return isShownByPath || holds(values, fromSecret)
                    ? Optional.of(JsonNodeFactory.instance.objectNode())
                    : Optional.empty();
        }
        return find(fieldsV1, values, fromSecret);
    }

    private static boolean holds(JsonNode value, Predicate<String> fromSecret) {
        if (value.isValueNode()) {
            return fromSecret.test(value.asText());
        }
        return value.properties().stream().anyMatch(entry -> fromSecret.test(entry.getKey()))
                || StreamSupport.stream(value.spliterator(), false).anyMatch(child -> holds(child, fromSecret));
    }

    /** Returns the fields of both FieldsV1. One that is confidential as a whole in either is so in the result. */
    public static JsonNode union(JsonNode one, JsonNode other) {
        if (one.isEmpty() || other.isEmpty()) {
            return JsonNodeFactory.instance.objectNode();
        }
        ObjectNode both = JsonNodeFactory.instance.objectNode();
        one.properties()
                .forEach(entry -> both.set(
                        entry.getKey(),
                        other.has(entry.getKey())
                                ? union(entry.getValue(), other.get(entry.getKey()))
                                : entry.getValue()));
        other.properties().stream()
                .filter(entry -> !both.has(entry.getKey()))
                .forEach(entry -> both.set(entry.getKey(), entry.getValue()));
        return both;
    }

    /** Returns true if the field holds a value of a Secret, is part of a field that does, or has such a field within it. */
    public boolean touch(FieldPath path) {
        return fields.touches(path);
    }

    /** Replaces the values of these fields with their hashes. Keys that identify a list item stay as they are. */
    void conceal(JsonNode values, Redaction redaction) {
        conceal("", values, fields, redaction);
    }

    private static void conceal(String path, JsonNode container, FieldSet fields, Redaction redaction) {
        fields.children().forEach((element, child) -> {
            JsonNode value = element.in(container);
            String name = path + "/" + (element instanceof PathElement.Field(String field) ? field : "-");
            if (value.isMissingNode()) {
                return;
            }
            if (child.isLeaf()) {
                replace(container, element, value, redaction.hashed(name, value));
            } else {
                conceal(name, value, child, redaction);
            }
        });
    }

    @SuppressWarnings("ReferenceEquality") // the very item, not one that equals it
    private static void replace(JsonNode container, PathElement element, JsonNode value, JsonNode hashed) {
        if (container instanceof ObjectNode map && element instanceof PathElement.Field(String name)) {
            map.set(name, hashed);
        } else if (container instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i) == value) {
                    list.set(i, hashed);
                }
            }
        }
        if (element instanceof PathElement.Item(ObjectNode keys) && hashed instanceof ObjectNode item) {
            item.setAll(keys);
        }
    }
}
