package dev.millrace.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A kind of reference by which a value of a Secret gets into a rendering. */
enum CanaryReference {
    SUBSTITUTION("transform: {substitute: {from: [{kind: Secret, name: s}]}}"),
    VALUES_OF_A_CHART("helm: {valuesFrom: [{kind: Secret, name: s}]}"),
    A_GENERATED_SECRET("suspend: false"),
    A_RENDERED_SECRET("suspend: false");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHART = "{apiVersion: v2, name: shop, version: 1.0.0}";

    /** The lines of an Application that has such a reference. */
    final String spec;

    CanaryReference(String spec) {
        this.spec = spec;
    }

    /** Returns a canary for each place. */
    Map<CanaryPlace, Canary> canaries() {
        Map<CanaryPlace, Canary> all = new EnumMap<>(CanaryPlace.class);
        for (CanaryPlace place : CanaryPlace.values()) {
            all.put(place, Canary.in(this + " in " + place));
        }
        return all;
    }

    /** Returns the objects that the API server refuses; base64, as kustomize copies a value of a Secret, is a valid label. */
    List<String> refused() {
        return this == A_GENERATED_SECRET
                ? List.of("refused-type", "custom-refused")
                : List.of("refused-type", "refused-label", "custom-refused");
    }

    /** Returns the arguments by which kubectl creates the Secret that the Application names. */
    List<String> entries(Map<CanaryPlace, Canary> canaries) {
        Map<String, String> values = new HashMap<>();
        canaries.forEach((place, canary) -> values.put(place.name(), place.value(canary)));
        List<String> entries = new ArrayList<>();
        entries.add("--from-literal=values.yaml=" + json(values));
        values.forEach((name, value) -> entries.add("--from-literal=" + name + "=" + value));
        return entries;
    }

    /** Returns the files of the commit. */
    Map<String, String> files(Map<CanaryPlace, Canary> canaries, String policy, String command) {
        return switch (this) {
            case SUBSTITUTION -> Map.of("a.yaml", objects(place -> "\"${" + place.name() + "}\"", policy, command));
            case VALUES_OF_A_CHART ->
                Map.of(
                        "Chart.yaml",
                        CHART,
                        "templates/a.yaml",
                        objects(place -> "{{ .Values." + place.name() + " | toJson }}", policy, command));
            case A_GENERATED_SECRET -> kustomization(canaries, policy, command);
            case A_RENDERED_SECRET ->
                Map.of(
                        "a.yaml",
                        secret(canaries) + objects(place -> json(place.value(at(canaries, place))), policy, command));
        };
    }

    private static Map<String, String> kustomization(Map<CanaryPlace, Canary> canaries, String policy, String command) {
        StringBuilder text = new StringBuilder("""
                resources: [objects.yaml]
                secretGenerator:
                  - name: generated
                    options: {disableNameSuffixHash: true}
                    literals:
                """);
        canaries.forEach((place, canary) -> text.append("      - ")
                .append(json(place.name() + "=" + place.value(canary)))
                .append('\n'));
        text.append("replacements:\n");
        canaries.keySet().forEach(place -> text.append(place.replacement(policy)));
        return Map.of(
                "kustomization.yaml",
                text.toString(),
                "objects.yaml",
                objects(place -> "placeholder", policy, command));
    }

    private static String secret(Map<CanaryPlace, Canary> canaries) {
        StringBuilder text = new StringBuilder("apiVersion: v1\nkind: Secret\nmetadata: {name: plain}\nstringData:\n");
        canaries.forEach((place, canary) -> text.append("  ")
                .append(place.name())
                .append(": ")
                .append(json(place.value(canary)))
                .append('\n'));
        return text + "---\n";
    }

    private static String objects(Function<CanaryPlace, String> value, String policy, String command) {
        String objects = CanaryPlace.OBJECTS.replace("@CEL@", policy).replace("@COMMAND@", command);
        for (CanaryPlace place : CanaryPlace.values()) {
            objects = objects.replace(place.token(), value.apply(place));
        }
        return objects;
    }

    private static Canary at(Map<CanaryPlace, Canary> canaries, CanaryPlace place) {
        Canary canary = canaries.get(place);
        if (canary == null) {
            throw new IllegalStateException("no canary in " + place);
        }
        return canary;
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written as JSON", e);
        }
    }
}
