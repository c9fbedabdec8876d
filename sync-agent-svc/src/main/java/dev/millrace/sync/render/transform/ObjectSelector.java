package dev.millrace.sync.render.transform;

import com.google.re2j.Pattern;
import dev.millrace.cluster.application.render.PatchTarget;
import dev.millrace.sync.expression.BoundedPattern;
import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The objects that a patch is for. */
record ObjectSelector(List<Predicate<Manifest>> conditions) {

    /**
     * Returns the target that the spec describes.
     *
     * @throws IllegalArgumentException if an expression or selector is invalid
     */
    static ObjectSelector of(PatchTarget target) {
        List<Predicate<Manifest>> conditions = new ArrayList<>();
        expression(target.group(), conditions, m -> m.ref().group());
        expression(target.version(), conditions, m -> version(m.ref().apiVersion()));
        expression(target.kind(), conditions, m -> m.ref().kind());
        expression(target.name(), conditions, m -> m.ref().name());
        expression(target.namespace(), conditions, m -> m.ref().namespace().orElse(""));
        if (target.labelSelector() != null) {
            LabelSelector selector = LabelSelector.parse(target.labelSelector());
            conditions.add(m -> selector.matches(Content.map(Content.at(m.content(), "metadata", "labels"))));
        }
        return new ObjectSelector(conditions);
    }

    private static void expression(
            @Nullable String written,
            List<Predicate<Manifest>> conditions,
            java.util.function.Function<Manifest, String> part) {
        if (written != null) {
            try {
                Pattern pattern = BoundedPattern.compile(written);
                conditions.add(manifest -> pattern.matches(part.apply(manifest)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("its target has no valid regular expression: " + e.getMessage(), e);
            }
        }
    }

    /**
     * Returns the target that a patch names in its own content.
     *
     * @throws IllegalArgumentException if it names none
     */
    static ObjectSelector namedBy(Map<String, Object> patch) {
        Object name = Content.at(patch, "metadata", "name");
        Object namespace = Content.at(patch, "metadata", "namespace");
        if (!(patch.get("kind") instanceof String kind) || !(name instanceof String)) {
            throw new IllegalArgumentException("it has no target and names no object");
        }
        Object group = patch.get("apiVersion") instanceof String version ? group(version) : null;
        return new ObjectSelector(List.of(
                m -> m.ref().kind().equals(kind) && m.ref().name().equals(name),
                m -> group == null || m.ref().group().equals(group),
                m -> namespace == null
                        || m.ref().namespace().map(namespace::equals).orElse(true)));
    }

    boolean matches(Manifest manifest) {
        return conditions.stream().allMatch(condition -> condition.test(manifest));
    }

    private static String group(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    private static String version(String apiVersion) {
        return apiVersion.substring(apiVersion.indexOf('/') + 1);
    }
}
