package dev.millrace.acceptance.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A case file, for one namespace.
 *
 * @param name the name of the file without its extension
 * @param before objects that exist before the application is applied
 * @param manifest the objects in Git
 */
record DriftCase(String name, String namespace, JsonNode file, List<ObjectNode> before, List<ObjectNode> manifest) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGE = 600 * 1024;

    /** Reads a case file. */
    static DriftCase read(String name, String namespace, String text) {
        String large = text.contains("{{large}}") ? "0123456789abcdef".repeat(LARGE / 16) : "";
        JsonNode file = documents(text.replace("{{ns}}", namespace)).getFirst();
        return new DriftCase(name, namespace, file, objects(file, "before", large), objects(file, "manifest", large));
    }

    private static List<ObjectNode> objects(JsonNode file, String field, String large) {
        return documents(file.path(field).asText().replace("{{large}}", large)).stream()
                .map(ObjectNode.class::cast)
                .toList();
    }

    static List<JsonNode> documents(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(4 * LARGE)
                .setMaxAliasesForCollections(0)
                .build();
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : new Load(settings).loadAllFromString(text)) {
            documents.add(JSON.valueToTree(document));
        }
        return documents;
    }

    List<JsonNode> steps() {
        return list(file.path("steps"));
    }

    /** The actions after all steps, which clean up. */
    List<JsonNode> afterwards() {
        return list(file.path("finally"));
    }

    /** Returns true if a standing step applies to the objects of this case. */
    boolean has(String standingStep) {
        return list(file.path("skip")).stream()
                .noneMatch(skipped -> skipped.asText().equals(standingStep));
    }

    /** Returns true if the kind of the object is defined by the case. */
    boolean isCustom(ObjectNode object) {
        return before.stream()
                .anyMatch(definition -> definition.at("/spec/names/kind").equals(object.path("kind")));
    }

    boolean heals() {
        return file.path("heal").asBoolean();
    }

    /** Returns true if the objects may vanish, as an ended Job does: no control object of their kind stays. */
    boolean mayGo() {
        return file.path("may-go").asBoolean();
    }

    /** The rules for conflicts in the spec of the Application. */
    Optional<JsonNode> conflicts() {
        return Optional.of(file.path("conflicts")).filter(JsonNode::isArray);
    }

    /** The JSON of an object to put into Git; JSON is YAML. */
    static String text(List<ObjectNode> objects) {
        StringBuilder text = new StringBuilder();
        objects.forEach(object -> text.append("---\n").append(object).append('\n'));
        return text.toString();
    }

    static ObjectNode object(Map<String, ?> fields) {
        return JSON.valueToTree(fields);
    }

    static List<JsonNode> list(JsonNode array) {
        List<JsonNode> all = new ArrayList<>();
        array.forEach(all::add);
        return all;
    }
}
