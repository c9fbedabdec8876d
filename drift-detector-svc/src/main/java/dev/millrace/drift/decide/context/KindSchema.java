package dev.millrace.drift.decide.context;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.cluster.expected.Quantities;
import dev.millrace.cluster.fields.FieldDifference;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.cluster.fields.PathElement;

/**
 * The OpenAPI schema of a custom kind.
 *
 * @param root a missing node if there is none
 */
public record KindSchema(JsonNode root) {
    public static final KindSchema UNKNOWN = new KindSchema(MissingNode.getInstance());

    private static final int MAX_DEPTH = 40;

    /** Returns true if the field, or one within it, has the format of a password. */
    public boolean isPassword(FieldPath path) {
        return hasPassword(at(path), 0);
    }

    private static boolean hasPassword(JsonNode schema, int depth) {
        if (schema.path("format").asText("").equals("password")) {
            return true;
        }
        if (depth > MAX_DEPTH) {
            return false;
        }
        for (JsonNode property : schema.path("properties")) {
            if (hasPassword(property, depth + 1)) {
                return true;
            }
        }
        return (schema.has("items") && hasPassword(schema.get("items"), depth + 1))
                || (schema.has("additionalProperties") && hasPassword(schema.get("additionalProperties"), depth + 1));
    }

    /** Returns true if both values are the same quantity in two notations. */
    public boolean isSameQuantity(FieldDifference difference) {
        return isQuantity(at(difference.path()))
                && difference.desired().filter(JsonNode::isValueNode).isPresent()
                && difference.live().filter(JsonNode::isValueNode).isPresent()
                && Quantities.same(
                        difference.desired().get().asText(),
                        difference.live().get().asText());
    }

    /** Generators of definitions write a quantity as a number or a text of this pattern. */
    private static boolean isQuantity(JsonNode schema) {
        return schema.path("x-kubernetes-int-or-string").asBoolean(false)
                && schema.path("pattern").asText("").contains("[KMGTPE]i");
    }

    private JsonNode at(FieldPath path) {
        JsonNode schema = root;
        for (PathElement element : path.elements()) {
            schema = switch (element) {
                case PathElement.Field(String name) ->
                    schema.path("properties").has(name)
                            ? schema.path("properties").path(name)
                            : schema.path("additionalProperties");
                case PathElement.Item item -> schema.path("items");
                case PathElement.Member member -> schema.path("items");
                case PathElement.Index index -> schema.path("items");
            };
        }
        return schema;
    }
}
