package dev.millrace.sync.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cluster.Marks;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the fields that a tool wrote before us ours, as if we had applied them, so that what the commit no longer says really goes. As client-go's
 * {@code csaupgrade} does when one changes from client-side to server-side apply.
 */
final class Takeover {
    /** Tools that write all that they want in an object, by other means than server-side apply. */
    private static final Set<String> BEFORE =
            Set.of("kubectl-client-side-apply", "kubectl", "helm", "Helm", "before-first-apply");

    private Takeover() {}

    /**
     * The managed fields that the object should have; empty if there is nothing to take over.
     *
     * @param apiVersion of the manifest: fields are ours only in the version that we apply
     */
    static Optional<ArrayNode> of(JsonNode live, String apiVersion) {
        JsonNode entries = live.path("metadata").path("managedFields");
        ObjectNode taken = JsonNodeFactory.instance.objectNode();
        ArrayNode left = JsonNodeFactory.instance.arrayNode();
        boolean any = false;
        ObjectNode ours = null;
        for (JsonNode entry : entries) {
            if (isOurs(entry)) {
                ours = entry.deepCopy();
            } else if (isBefore(entry, apiVersion)) {
                any = true;
                unite(taken, entry.path("fieldsV1"));
            } else {
                left.add(entry);
            }
        }
        if (!any) {
            return Optional.empty();
        }
        ObjectNode entry = ours == null ? fresh(apiVersion) : ours;
        unite(taken, entry.path("fieldsV1"));
        entry.set("fieldsV1", taken);
        left.add(entry);
        return Optional.of(left);
    }

    private static boolean isOurs(JsonNode entry) {
        return entry.path("manager").asText().equals(Marks.FIELD_MANAGER)
                && entry.path("operation").asText().equals("Apply")
                && entry.path("subresource").asText("").isEmpty();
    }

    private static boolean isBefore(JsonNode entry, String apiVersion) {
        return BEFORE.contains(entry.path("manager").asText())
                && entry.path("operation").asText().equals("Update")
                && entry.path("subresource").asText("").isEmpty()
                && entry.path("apiVersion").asText().equals(apiVersion);
    }

    private static ObjectNode fresh(String apiVersion) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("manager", Marks.FIELD_MANAGER)
                .put("operation", "Apply")
                .put("apiVersion", apiVersion)
                .put("fieldsType", "FieldsV1");
    }

    private static void unite(ObjectNode into, JsonNode fields) {
        fields.properties().forEach(field -> {
            if (into.get(field.getKey()) instanceof ObjectNode both
                    && !field.getValue().isEmpty()) {
                unite(both, field.getValue());
            } else if (!into.has(field.getKey())) {
                into.set(field.getKey(), field.getValue().deepCopy());
            }
        });
    }
}
