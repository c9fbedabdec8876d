package dev.millrace.sync.manifest.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Objects that are templates of kluctl, Helm or another tool. Text with {@code {{ … }}} in it is legitimate: alerts, dashboards, workflows and policies hold
 * templates of their own. A name, an image or a number of Kubernetes itself can't be one.
 */
public final class Templates {
    /** The reason for a file that has statements of a template language where YAML has no text. */
    public static final String REASON =
            "a template: {{ … }} or {% … %} stands where YAML has no text. Templates are rendered in Helm charts only; commit what it"
                    + " renders to, or quote it if it is meant as text";

    private static final String FIELD =
            " holds a template, which no Kubernetes object has there. Templates are rendered in Helm charts only; commit what it renders to";

    /** Fields of kinds of Kubernetes itself whose grammar has no braces. */
    private static final Set<String> NO_TEMPLATES = Set.of(
            "name",
            "namespace",
            "image",
            "serviceName",
            "serviceAccountName",
            "secretName",
            "claimName",
            "storageClassName",
            "ingressClassName",
            "priorityClassName",
            "nodeName",
            "host",
            "replicas",
            "port",
            "number",
            "containerPort",
            "targetPort",
            "nodePort",
            "cpu",
            "memory",
            "storage",
            "minReplicas",
            "maxReplicas");

    private static final Set<String> TEXT = Set.of("annotations", "data", "stringData", "binaryData");

    private final List<Object> path = new ArrayList<>();

    private Templates() {}

    static Optional<FieldRefusal> in(Map<String, Object> content) {
        Templates templates = new Templates();
        boolean found = templates.inIdentity(content)
                || (BuiltIn.of(content) == BuiltIn.YES && templates.inFields(content, ""));
        return found
                ? Optional.of(new FieldRefusal(templates.path, FieldRefusal.shown(templates.path) + FIELD, true))
                : Optional.empty();
    }

    private boolean inIdentity(Map<String, Object> content) {
        if (at("apiVersion", content.get("apiVersion")) || at("kind", content.get("kind"))) {
            return true;
        }
        if (!(content.get("metadata") instanceof Map<?, ?> metadata)) {
            return false;
        }
        path.add("metadata");
        if (at("name", metadata.get("name")) || at("namespace", metadata.get("namespace"))) {
            return true;
        }
        path.add("labels");
        if (metadata.get("labels") instanceof Map<?, ?> labels && anyOf(labels)) {
            return true;
        }
        path.clear();
        return false;
    }

    /** Leaves the path at the value that was found. */
    private boolean at(String step, @Nullable Object value) {
        if (value instanceof String text && isTemplate(text)) {
            path.add(step);
            return true;
        }
        return false;
    }

    private boolean anyOf(Map<?, ?> labels) {
        return labels.entrySet().stream().anyMatch(label -> at(String.valueOf(label.getKey()), label.getValue()));
    }

    private boolean inFields(@Nullable Object value, String key) {
        if (value instanceof Map<?, ?> map) {
            boolean labels = key.equals("labels") || key.equals("matchLabels");
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                String name = String.valueOf(entry.getKey());
                if ((labels || NO_TEMPLATES.contains(name)) && at(name, entry.getValue())) {
                    return true;
                }
                if (!TEXT.contains(name) && step(name, entry.getValue(), name)) {
                    return true;
                }
            }
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                if (step(i, list.get(i), key)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean step(Object step, @Nullable Object value, String key) {
        path.add(step);
        if (inFields(value, key)) {
            return true;
        }
        path.removeLast();
        return false;
    }

    private static boolean isTemplate(String text) {
        return (text.contains("{{") && text.contains("}}")) || (text.contains("{%") && text.contains("%}"));
    }
}
