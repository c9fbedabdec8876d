package dev.millrace.sync.manifest.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fields that Kubernetes types as text, or as maps from text to text. A value there that YAML reads as a number, a boolean or nothing is refused: {@code
 * 1.10} would be stored as {@code 1.1}, {@code 553640e6} as {@code 5.5364E11}, {@code on} as {@code true}.
 */
final class TextFields {
    private static final int MAX_LISTED = 5;
    private static final String ONLY_TEXT = ", and Kubernetes takes only text there";

    /** Fields of custom kinds with free-form content for a chart or a program. */
    private static final Set<String> FREE_FORM =
            Set.of("values", "valuesObject", "valuesInline", "rawValues", "config", "settings", "parameters", "opaque");

    private static final Set<String> NAMED_VALUES = Set.of("env", "httpHeaders", "tolerations");
    private static final Set<String> CLASSES_WITH_PARAMETERS = Set.of("StorageClass", "VolumeAttributesClass");

    /** The form that a field must have. */
    private enum Form {
        /** A map from text to text. */
        MAP,
        /** The same, where another form of the field may be a map of something else. */
        MAP_IF_FLAT,
        TEXT,
        TEXTS,
        ANY
    }

    private record Mismatch(List<Object> path, String problem) {}

    private final Map<String, Object> content;
    private final BuiltIn builtIn;
    private final List<Object> path = new ArrayList<>();
    private final List<Mismatch> mismatches = new ArrayList<>();

    private TextFields(Map<String, Object> content) {
        this.content = content;
        this.builtIn = BuiltIn.of(content);
    }

    static Optional<FieldRefusal> in(Map<String, Object> content) {
        TextFields fields = new TextFields(content);
        fields.map(content, "", "");
        return fields.refusal();
    }

    private Optional<FieldRefusal> refusal() {
        if (mismatches.isEmpty()) {
            return Optional.empty();
        }
        Mismatch first = mismatches.getFirst();
        String others = mismatches.size() == 1
                ? ""
                : "; the same goes for "
                        + String.join(
                                ", ",
                                mismatches.stream()
                                        .skip(1)
                                        .limit(MAX_LISTED)
                                        .map(one -> FieldRefusal.shown(one.path()))
                                        .toList())
                        + (mismatches.size() > MAX_LISTED + 1 ? " and others" : "");
        return Optional.of(new FieldRefusal(
                first.path(), FieldRefusal.shown(first.path()) + " " + first.problem() + others, false));
    }

    private void map(Map<?, ?> map, String key, String parent) {
        map.forEach((name, value) -> {
            path.add(String.valueOf(name));
            field(String.valueOf(name), value, key, parent);
            path.removeLast();
        });
    }

    private void field(String name, @Nullable Object value, String key, String parent) {
        switch (form(name, key, parent)) {
            case MAP -> texts(value, true);
            case MAP_IF_FLAT -> texts(value, false);
            case TEXT -> text(value, false);
            case TEXTS -> items(value);
            case ANY -> {
                if (!isFreeForm(name)) {
                    below(name, value, key);
                }
            }
        }
    }

    private boolean isFreeForm(String name) {
        return builtIn == BuiltIn.DEFINITION
                ? !name.equals("metadata")
                : builtIn == BuiltIn.NO && FREE_FORM.contains(name);
    }

    private void below(String name, @Nullable Object value, String key) {
        if (value instanceof Map<?, ?> map) {
            map(map, name, key);
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                path.add(i);
                below(name, list.get(i), key);
                path.removeLast();
            }
        }
    }

    private Form form(String name, String key, String parent) {
        if (path.size() == 2 && key.equals("metadata")) {
            return switch (name) {
                case "labels", "annotations" -> Form.MAP;
                case "name", "namespace" -> Form.TEXT;
                default -> Form.ANY;
            };
        }
        return switch (builtIn) {
            case YES -> builtIn(name, key);
            case NO -> defined(name, key, parent);
            case DEFINITION -> Form.ANY;
        };
    }

    private Form builtIn(String name, String key) {
        return switch (name) {
            case "labels", "annotations" -> key.equals("metadata") ? Form.MAP : Form.ANY;
            case "matchLabels", "volumeAttributes" -> Form.MAP;
            case "nodeSelector" -> Form.MAP_IF_FLAT;
            case "data", "binaryData", "stringData" -> path.size() == 1 && holdsData() ? Form.MAP : Form.ANY;
            case "selector" -> path.size() == 2 && selectsByMap() ? Form.MAP : Form.ANY;
            case "parameters" -> path.size() == 1 && CLASSES_WITH_PARAMETERS.contains(kind()) ? Form.MAP : Form.ANY;
            case "options" -> key.equals("flexVolume") ? Form.MAP : Form.ANY;
            case "value" -> NAMED_VALUES.contains(key) ? Form.TEXT : Form.ANY;
            case "values" -> key.equals("matchExpressions") ? Form.TEXTS : Form.ANY;
            case "command", "args" -> Form.TEXTS;
            default -> Form.ANY;
        };
    }

    /** In custom kinds, only fields with an almost certain meaning have a form. */
    private Form defined(String name, String key, String parent) {
        return switch (name) {
            case "labels", "annotations" ->
                key.equals("metadata") && (parent.endsWith("emplate") || parent.endsWith("emplates"))
                        ? Form.MAP_IF_FLAT
                        : Form.ANY;
            case "matchLabels" -> Form.MAP_IF_FLAT;
            default -> Form.ANY;
        };
    }

    private boolean holdsData() {
        return Guard.group(content).isEmpty() && (kind().equals("ConfigMap") || kind().equals("Secret"));
    }

    private boolean selectsByMap() {
        return Guard.group(content).isEmpty() && (kind().equals("Service") || kind().equals("ReplicationController"));
    }

    private String kind() {
        return Guard.text(content, "kind");
    }

    private void texts(@Nullable Object value, boolean strict) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, one) -> {
                path.add(String.valueOf(name));
                if (strict || !(one instanceof Map<?, ?> || one instanceof List<?>)) {
                    text(one, true);
                }
                path.removeLast();
            });
        } else if (value != null && strict) {
            add("is no mapping");
        }
    }

    private void items(@Nullable Object value) {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                path.add(i);
                text(list.get(i), false);
                path.removeLast();
            }
        }
    }

    /** @param inMap true if a null is no text; elsewhere it equals a missing field */
    private void text(@Nullable Object value, boolean inMap) {
        switch (value) {
            case null -> {
                if (inMap) {
                    add("has no value" + ONLY_TEXT + "; write \"\" if it is to be empty");
                }
            }
            case Number number -> add("is a number" + ONLY_TEXT + "; write it in quotes");
            case Boolean bool -> add("is a boolean" + ONLY_TEXT + "; write it in quotes");
            case Map<?, ?> map -> add("is a mapping" + ONLY_TEXT);
            case List<?> list -> add("is a list" + ONLY_TEXT);
            default -> {}
        }
    }

    private void add(String problem) {
        mismatches.add(new Mismatch(List.copyOf(path), problem));
    }
}
