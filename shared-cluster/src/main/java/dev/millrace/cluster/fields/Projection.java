package dev.millrace.cluster.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The part of an object that lies on a set of fields, with the object's values. List items keep the keys that identify
 * them; fields of the set that the object doesn't have are absent.
 */
public final class Projection {
    private Projection() {}

    /** Returns the projection of an object, as a new object. */
    public static JsonNode of(JsonNode object, FieldSet fields) {
        return fields.children().isEmpty() && !fields.self()
                ? JsonNodeFactory.instance.objectNode()
                : project(object, fields);
    }

    private static JsonNode project(JsonNode value, FieldSet fields) {
        if (Values.isAbsent(value)) {
            return MissingNode.getInstance();
        }
        if (fields.isLeaf()) {
            return value.deepCopy();
        }
        return switch (value) {
            case ObjectNode map -> ofMap(map, fields);
            case ArrayNode list -> ofList(list, fields);
            default -> value;
        };
    }

    private static JsonNode ofMap(ObjectNode map, FieldSet fields) {
        ObjectNode projected = JsonNodeFactory.instance.objectNode();
        fields.children().forEach((element, child) -> {
            if (element instanceof PathElement.Field(String name)) {
                JsonNode value = project(element.in(map), child);
                if (!value.isMissingNode()) {
                    projected.set(name, value);
                }
            }
        });
        return projected;
    }

    private static JsonNode ofList(ArrayNode list, FieldSet fields) {
        ArrayNode projected = JsonNodeFactory.instance.arrayNode();
        fields.children().forEach((element, child) -> {
            JsonNode value = project(element.in(list), child);
            if (element instanceof PathElement.Item(ObjectNode keys) && value instanceof ObjectNode item) {
                item.setAll(keys);
            }
            if (!value.isMissingNode()) {
                projected.add(value);
            }
        });
        return projected;
    }
}
