package dev.millrace.sync.apply.takeover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cluster.Marks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The transfer of fields that a deployment tool wrote before us: we own them as if we had applied them, so that the next apply removes those that the
 * commit doesn't state. client-go's {@code csaupgrade} does the same for the change from client-side to server-side apply.
 *
 * <p>Fields can be joined only within one version of the API. Fields that a tool wrote in another version stay the tool's, marked as applied: it gives
 * them up after we have applied, by an empty apply in its name, and the API server itself removes those that no other manager owns.
 *
 * @param managedFields the managed fields that the object should have
 * @param toGiveUp the managers that give up their fields afterwards, each with the version of the API
 */
public record Takeover(ArrayNode managedFields, Map<String, String> toGiveUp) {

    static final String WHOLE = ".";

    public Takeover {
        toGiveUp = Map.copyOf(toGiveUp);
    }

    /**
     * Returns the change of the managed fields; empty if there is nothing to take over.
     *
     * @param apiVersion the manifest's version of the API
     */
    public static Optional<Takeover> of(JsonNode live, String apiVersion, DeployTools tools) {
        JsonNode entries = live.path("metadata").path("managedFields");
        ObjectNode ours = fresh(apiVersion);
        for (JsonNode entry : entries) {
            ours = isOurs(entry) ? entry.deepCopy() : ours;
        }
        String version = ours.path("apiVersion").asText();
        ArrayNode left = JsonNodeFactory.instance.arrayNode();
        List<JsonNode> elsewhere = new ArrayList<>();
        boolean any = false;
        for (JsonNode entry : entries) {
            if (isOurs(entry)) {
                continue;
            }
            if (!isOfTool(entry, tools)) {
                left.add(entry);
            } else if (entry.path("apiVersion").asText().equals(version)) {
                any = true;
                unite((ObjectNode) ours.get("fieldsV1"), entry.path("fieldsV1"));
            } else {
                elsewhere.add(entry);
            }
        }
        if (!any && elsewhere.isEmpty()) {
            return Optional.empty();
        }
        Map<String, ObjectNode> applied = applied(elsewhere, left);
        applied.values().forEach(left::add);
        if (!ours.path("fieldsV1").isEmpty()) {
            left.add(ours);
        }
        Map<String, String> versions = new HashMap<>();
        applied.forEach((manager, entry) ->
                versions.put(manager, entry.path("apiVersion").asText()));
        return Optional.of(new Takeover(left, versions));
    }

    /**
     * Returns the operation of a JSON patch that fails if the object has changed.
     *
     * @param resourceVersion the version that was read
     */
    public static Map<String, Object> unchanged(String resourceVersion) {
        return Map.of("op", "test", "path", "/metadata/resourceVersion", "value", resourceVersion);
    }

    /**
     * Returns the JSON patch (RFC 6902) that makes the change if the object is still as it was read.
     *
     * @param resourceVersion the version that was read
     */
    public List<Map<String, Object>> patch(String resourceVersion) {
        return List.of(
                unchanged(resourceVersion),
                Map.of("op", "replace", "path", "/metadata/managedFields", "value", managedFields));
    }

    /** Joined by manager: of several versions of one manager, the API server would accept only one as applied. */
    private static Map<String, ObjectNode> applied(List<JsonNode> entries, ArrayNode left) {
        Map<String, ObjectNode> applied = new LinkedHashMap<>();
        entries.stream()
                .sorted(Comparator.comparing(entry -> entry.path("operation").asText())) // Apply comes before Update
                .forEach(entry -> {
                    ObjectNode one = entry.deepCopy();
                    ObjectNode before =
                            applied.putIfAbsent(one.path("manager").asText(), one.put("operation", "Apply"));
                    if (before != null && before.path("apiVersion").equals(one.path("apiVersion"))) {
                        unite((ObjectNode) before.get("fieldsV1"), one.path("fieldsV1"));
                    } else if (before != null) {
                        left.add(entry);
                    }
                });
        return applied;
    }

    /** Removes our entry from managed fields and returns it; a new one if there is none. */
    static ObjectNode removeOurs(ArrayNode entries, String apiVersion) {
        for (int i = 0; i < entries.size(); i++) {
            if (isOurs(entries.get(i))) {
                return (ObjectNode) entries.remove(i);
            }
        }
        return fresh(apiVersion);
    }

    private static boolean isOurs(JsonNode entry) {
        return entry.path("manager").asText().equals(Marks.FIELD_MANAGER)
                && entry.path("operation").asText().equals("Apply")
                && entry.path("subresource").asText("").isEmpty();
    }

    private static boolean isOfTool(JsonNode entry, DeployTools tools) {
        boolean applied = entry.path("operation").asText().equals("Apply");
        return entry.path("subresource").asText("").isEmpty()
                && tools.has(entry.path("manager").asText(), applied);
    }

    private static ObjectNode fresh(String apiVersion) {
        ObjectNode entry = JsonNodeFactory.instance
                .objectNode()
                .put("manager", Marks.FIELD_MANAGER)
                .put("operation", "Apply")
                .put("apiVersion", apiVersion)
                .put("fieldsType", "FieldsV1");
        entry.putObject("fieldsV1");
        return entry;
    }

    /** A field that is owned as a whole has no fields within it, or a dot beside them. */
    static void unite(ObjectNode into, JsonNode fields) {
        fields.properties().forEach(field -> {
            JsonNode more = field.getValue();
            if (!(into.get(field.getKey()) instanceof ObjectNode both)) {
                into.set(field.getKey(), more.deepCopy());
            } else if (both.isEmpty() != more.isEmpty()) {
                unite(both, more);
                both.putObject(WHOLE);
            } else {
                unite(both, more);
            }
        });
    }
}
