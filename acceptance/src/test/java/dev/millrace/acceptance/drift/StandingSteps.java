package dev.millrace.acceptance.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The steps that are taken with every object of a case, unless the case skips them. */
final class StandingSteps {
    private static final String MARK = "millrace.dev/applied";

    private final DriftCase drift;
    private final LiveObjects live;

    StandingSteps(DriftCase drift, LiveObjects live) {
        this.drift = drift;
        this.live = live;
    }

    /** The steps before any other: others' label and annotation, and a second owner with equal values. */
    List<JsonNode> onCleanObjects() {
        List<JsonNode> steps = new ArrayList<>();
        for (int i = 0; i < drift.manifest().size(); i++) {
            if (drift.has("add")) {
                steps.add(added(i));
            }
            if (drift.has("reown")) {
                steps.add(reowned(i));
            }
        }
        return steps;
    }

    /** The steps after all others, each with the object as it is then. */
    List<JsonNode> onUsedObjects() {
        List<JsonNode> steps = new ArrayList<>();
        for (int i = 0; i < drift.manifest().size(); i++) {
            if (drift.has("mark")) {
                steps.add(unmarked(i));
            }
            if (drift.has("delete")) {
                steps.add(deleted(i));
            }
        }
        return steps;
    }

    private ObjectNode step(int target, String does) {
        ObjectNode step = DriftCase.object(Map.of("target", target));
        step.put("do", LiveObjects.named(drift.manifest().get(target)) + " " + does);
        return step;
    }

    private JsonNode added(int target) {
        ObjectNode step = step(target, "with others' label and annotation");
        Map<String, String> theirs = Map.of("example.com/theirs", "x");
        step.set("merge", DriftCase.object(Map.of("metadata", Map.of("labels", theirs, "annotations", theirs))));
        ObjectNode gone = DriftCase.object(Map.of()).putNull("example.com/theirs");
        step.withObject("/undo")
                .set("merge", DriftCase.object(Map.of("metadata", Map.of("labels", gone, "annotations", gone))));
        return step;
    }

    private JsonNode reowned(int target) {
        ObjectNode step = step(target, "owned by another too");
        ObjectNode manifest = drift.manifest().get(target);
        step.put("as", "co-owner").set("apply", stored(manifest, live.get(manifest)));
        step.withObject("/undo").put("as", "co-owner").withObject("/apply");
        return step;
    }

    /** The fields of a manifest with the values that the API server stored: the same value in other words would be a conflict. */
    private static JsonNode stored(JsonNode manifest, JsonNode live) {
        if (!manifest.isObject() || !live.isObject()) {
            return live;
        }
        ObjectNode stored = DriftCase.object(Map.of());
        manifest.properties().forEach(field -> {
            JsonNode value = live.path(field.getKey());
            if (!value.isMissingNode()) {
                stored.set(field.getKey(), stored(field.getValue(), value));
            }
        });
        return stored;
    }

    private JsonNode unmarked(int target) {
        ObjectNode step = step(target, "without our mark");
        step.set("merge", mark(null));
        step.withObject("/tell").put("change", "Modified");
        String mark = live.find(drift.manifest().get(target))
                .map(object -> object.at("/metadata/annotations").path(MARK).asText())
                .orElse("");
        step.withObject("/undo").set("merge", mark(mark));
        return step;
    }

    private static ObjectNode mark(@Nullable String value) {
        return DriftCase.object(Map.of(
                "metadata", Map.of("annotations", DriftCase.object(Map.of()).put(MARK, value))));
    }

    private JsonNode deleted(int target) {
        ObjectNode step = step(target, "deleted");
        step.put("delete", "Background");
        step.withObject("/tell").put("change", "Missing");
        step.withObject("/undo").put("put-back", true);
        return step;
    }
}
