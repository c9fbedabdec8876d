package dev.millrace.sync.render.transform;

import dev.millrace.cluster.application.render.PatchSpec;
import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.manifest.yaml.YamlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A parsed patch. */
final class Patch {
    private final ObjectSelector target;
    private final boolean mustFit;
    private final Change change;

    /** Returns the changed content of an object; empty if the object is deleted. */
    private interface Change {
        Optional<Map<String, Object>> of(Manifest manifest);
    }

    private Patch(ObjectSelector target, boolean mustFit, Change change) {
        this.target = target;
        this.mustFit = mustFit;
        this.change = change;
    }

    /** @throws IllegalArgumentException if the patch can't be read; the message holds nothing of it */
    static Patch of(PatchSpec spec, Scalars scalars) {
        Object value = read(spec.patch(), scalars);
        if (value instanceof List<?> operations) {
            if (spec.target() == null) {
                throw new IllegalArgumentException("a JSON patch needs a target");
            }
            JsonOperations patch = JsonOperations.of(operations);
            return new Patch(ObjectSelector.of(spec.target()), false, m -> Optional.of(patch.in(m.content())));
        }
        if (!(value instanceof Map<?, ?>)) {
            throw new IllegalArgumentException("neither a mapping nor a list of operations");
        }
        Map<String, Object> patch = Content.map(value);
        Map<String, Object> bare = withoutIdentity(patch);
        return new Patch(
                spec.target() == null ? ObjectSelector.namedBy(patch) : ObjectSelector.of(spec.target()),
                spec.target() == null,
                m -> new StrategicMerge(m.ref().group()).merge(m.content(), bare));
    }

    private static Object read(String text, Scalars scalars) {
        List<Object> values = new ArrayList<>();
        YamlText.read(text, scalars, new YamlText.Visitor() {
            @Override
            public void value(int line, Object value, YamlText.Lines lines) {
                values.add(value);
            }

            @Override
            public void template(int line) {
                throw new IllegalArgumentException("not valid YAML: braces of a template outside of quotes");
            }

            @Override
            public void unreadable(int line, String reason) {
                throw new IllegalArgumentException(reason);
            }
        });
        if (values.size() != 1) {
            throw new IllegalArgumentException("it has to be one document");
        }
        return values.getFirst();
    }

    /** A patch may name the object that it is for, but can't change the object's identity. */
    private static Map<String, Object> withoutIdentity(Map<String, Object> patch) {
        Map<String, Object> bare = new LinkedHashMap<>(patch);
        bare.remove("apiVersion");
        bare.remove("kind");
        if (bare.get("metadata") instanceof Map<?, ?> metadata) {
            Map<String, Object> rest = Content.map(metadata);
            rest.remove("name");
            rest.remove("namespace");
            bare.put("metadata", rest);
        }
        return bare;
    }

    boolean fits(Manifest manifest) {
        return target.matches(manifest);
    }

    /** Returns true if the patch is for one certain object, which has to exist. */
    boolean mustFit() {
        return mustFit;
    }

    /**
     * Returns the content with the patch; empty if the object is deleted.
     *
     * @throws IllegalArgumentException if the patch can't be applied
     */
    Optional<Map<String, Object>> in(Manifest manifest) {
        return change.of(manifest);
    }
}
