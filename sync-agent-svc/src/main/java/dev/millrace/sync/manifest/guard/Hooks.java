package dev.millrace.sync.manifest.guard;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Objects that other tools run at a certain moment, and not as a part of the application: hooks of <a href="https://helm.sh/docs/topics/charts_hooks/">Helm</a>,
 * <a href="https://argo-cd.readthedocs.io/en/stable/user-guide/resource_hooks/">Argo CD</a> and kluctl.
 */
public final class Hooks {
    private static final List<String> ANNOTATIONS =
            List.of("helm.sh/hook", "argocd.argoproj.io/hook", "kluctl.io/hook");
    private static final Pattern SHOWN = Pattern.compile("[-A-Za-z, ]{1,80}");

    private Hooks() {}

    /** Why the object is a hook, whatever the moment is that it names; empty if it is none. */
    public static Optional<String> in(Map<String, Object> content) {
        if (!(content.get("metadata") instanceof Map<?, ?> metadata)
                || !(metadata.get("annotations") instanceof Map<?, ?> annotations)) {
            return Optional.empty();
        }
        return ANNOTATIONS.stream()
                .filter(annotations::containsKey)
                .filter(key -> !isDefinition(content, annotations.get(key)))
                .findFirst()
                .map(key -> "a hook (" + key + shown(annotations.get(key))
                        + "), which is neither run nor applied; without the annotation it is an object like any other");
    }

    /** Helm 2 marked definitions of kinds so that they came first, as they do here. */
    private static boolean isDefinition(Map<String, Object> content, @Nullable Object value) {
        return "crd-install".equals(value) && Guard.text(content, "kind").equals("CustomResourceDefinition");
    }

    private static String shown(@Nullable Object value) {
        return value instanceof String text && SHOWN.matcher(text).matches() ? ": " + text : "";
    }
}
