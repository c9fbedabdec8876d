package dev.millrace.sync.manifest.guard;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Objects that other tools run at a certain point, and not as a part of the application: hooks of <a href="https://helm.sh/docs/topics/charts_hooks/">Helm</a>,
 * <a href="https://argo-cd.readthedocs.io/en/stable/user-guide/resource_hooks/">Argo CD</a> and kluctl.
 */
public final class Hooks {
    private static final List<String> ANNOTATIONS =
            List.of("helm.sh/hook", "argocd.argoproj.io/hook", "kluctl.io/hook");
    private static final String LEFT_OUT =
            ", which is neither run nor applied; without the annotation it is an object like any other";
    private static final Pattern SHOWN = Pattern.compile("[-A-Za-z, ]{1,80}");

    private Hooks() {}

    /** Returns the reason why the object is left out, for any point that it names; empty if it is no hook. */
    public static Optional<String> in(Map<String, Object> content) {
        if (!(content.get("metadata") instanceof Map<?, ?> metadata)
                || !(metadata.get("annotations") instanceof Map<?, ?> annotations)) {
            return Optional.empty();
        }
        return ANNOTATIONS.stream()
                .filter(annotations::containsKey)
                .filter(key -> !isDefinition(content, annotations.get(key)))
                .findFirst()
                .map(key -> "a hook (" + key + shown(annotations.get(key)) + ")" + LEFT_OUT);
    }

    /** Returns the sentence for a hook that Helm itself found in a chart. */
    public static String left(String kind, String name, String events) {
        return kind + " " + name + ": a hook (helm.sh/hook" + shown(events) + ")" + LEFT_OUT;
    }

    /** Helm 2 marked definitions of kinds so that they were applied first, as they are here. */
    private static boolean isDefinition(Map<String, Object> content, @Nullable Object value) {
        return "crd-install".equals(value) && Guard.text(content, "kind").equals("CustomResourceDefinition");
    }

    private static String shown(@Nullable Object value) {
        return value instanceof String text && SHOWN.matcher(text).matches() ? ": " + text : "";
    }
}
