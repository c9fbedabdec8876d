package dev.millrace.cluster.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * The part of an object that lies on a set of fields, with the object's values. List items keep the keys that identify
 * them, and their order; fields of the set that the object doesn't have are absent.
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

    /** Items keep their order, and each of several items with the same keys is there: both may matter. */
    private static JsonNode ofList(ArrayNode list, FieldSet fields) {
        ArrayNode projected = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < list.size(); i++) {
            JsonNode item = list.get(i);
            for (Map.Entry<PathElement, FieldSet> field : fields.children().entrySet()) {
                if (field.getKey().selects(item, i)) {
                    add(projected, field.getKey(), project(item, field.getValue()));
                }
            }
        }
        return projected;
    }

    private static void add(ArrayNode projected, PathElement element, JsonNode value) {
        if (element instanceof PathElement.Item(ObjectNode keys) && value instanceof ObjectNode item) {
            item.setAll(keys);
        }
        if (!value.isMissingNode()) {
            projected.add(value);
        }
    }
}
