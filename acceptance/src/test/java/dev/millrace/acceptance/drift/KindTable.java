package dev.millrace.acceptance.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.testbed.process.JvmState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns the table of kinds into cases of a few kinds each: per kind, a change that is published and a controller's write that is not. */
final class KindTable {
    private static final int PER_CASE = 11;

    private KindTable() {}

    static List<DriftCase> cases(String table) {
        List<DriftCase> cases = new ArrayList<>();
        int rows = DriftCase.documents(table).getFirst().size();
        for (int first = 0; first < rows; first += PER_CASE) {
            String namespace = "kinds-" + JvmState.next("drift-case");
            List<JsonNode> all = DriftCase.list(
                    DriftCase.documents(table.replace("{{ns}}", namespace)).getFirst());
            cases.add(of(namespace, all.subList(first, Math.min(first + PER_CASE, all.size()))));
        }
        return cases;
    }

    private static DriftCase of(String namespace, List<JsonNode> rows) {
        ObjectNode file = DriftCase.object(Map.of("skip", List.of("add", "reown", "mark", "delete")));
        List<ObjectNode> before = new ArrayList<>();
        List<ObjectNode> manifest = new ArrayList<>();
        for (JsonNode row : rows) {
            if (row.path("custom").asBoolean()) {
                before.add(definition(row.path("object"), namespace));
            }
            addSteps(file, row, manifest.size());
            manifest.add((ObjectNode) row.path("object"));
        }
        before.add(watchRole(namespace));
        return new DriftCase(namespace, namespace, file, before, manifest);
    }

    private static void addSteps(ObjectNode file, JsonNode row, int target) {
        String kind = row.at("/object/kind").asText();
        ObjectNode changed = file.withArray("/steps").addObject();
        changed.put("do", kind + ": a field changed").put("target", target);
        copy(row, "merge", changed, "merge");
        copy(row, "patch", changed, "patch");
        changed.withObject("/tell").put("by", "somebody").putArray("paths").add(row.path("path"));
        changed.withObject("/undo").put("put-back", true);

        ObjectNode silent = file.withArray("/steps").addObject();
        silent.put("do", kind + ": written by its controller")
                .put("target", target)
                .put("as", "its-controller");
        copy(row, "writes", silent, "merge");
        copy(row, "writes-patch", silent, "patch");
        if (row.has("status")) {
            silent.put("sub", "status").withObject("/merge").set("status", row.path("status"));
        } else if (!silent.has("merge") && !silent.has("patch")) {
            silent.withObject("/merge")
                    .withObject("/metadata")
                    .withObject("/annotations")
                    .put("example.com/seen", "1");
        }
    }

    private static void copy(JsonNode from, String field, ObjectNode to, String as) {
        if (from.has(field)) {
            to.set(as, from.path(field));
        }
    }

    private static ObjectNode definition(JsonNode object, String namespace) {
        String kind = object.path("kind").asText();
        String plural = kind.toLowerCase(Locale.ROOT) + "s";
        String group = namespace + ".example.com";
        Map<String, Object> schema = Map.of("type", "object", "x-kubernetes-preserve-unknown-fields", true);
        Map<String, Object> version = Map.of(
                "name",
                "v1",
                "served",
                true,
                "storage",
                true,
                "subresources",
                Map.of("status", Map.of()),
                "schema",
                Map.of("openAPIV3Schema", schema));
        Map<String, Object> spec = Map.of(
                "group",
                group,
                "scope",
                "Namespaced",
                "names",
                Map.of("plural", plural, "singular", kind.toLowerCase(Locale.ROOT), "kind", kind),
                "versions",
                List.of(version));
        return DriftCase.object(Map.of(
                "apiVersion",
                "apiextensions.k8s.io/v1",
                "kind",
                "CustomResourceDefinition",
                "metadata",
                Map.of("name", plural + "." + group),
                "spec",
                spec));
    }

    private static ObjectNode watchRole(String namespace) {
        return DriftCase.object(Map.of(
                "apiVersion",
                "rbac.authorization.k8s.io/v1",
                "kind",
                "ClusterRole",
                "metadata",
                Map.of("name", namespace + "-watched", "labels", Map.of("millrace.dev/watched-for-drift", "true")),
                "rules",
                List.of(Map.of(
                        "apiGroups", List.of(namespace + ".example.com"),
                        "resources", List.of("*"),
                        "verbs", List.of("get", "list", "watch")))));
    }
}
