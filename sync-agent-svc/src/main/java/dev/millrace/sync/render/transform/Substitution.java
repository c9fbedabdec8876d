package dev.millrace.sync.render.transform;

import dev.millrace.cluster.application.render.SubstituteSpec;
import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.render.input.Inputs;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Substitutes variables, in the syntax of <a href="https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution">Flux</a>. */
public final class Substitution implements Scalars {
    private final Map<String, String> values;

    Substitution(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /** Later references override earlier ones, inline values override both. Without a spec, texts stay as they are. */
    public static Scalars of(@Nullable SubstituteSpec spec, Inputs inputs) {
        if (spec == null) {
            return AS_WRITTEN;
        }
        Map<String, String> values = new HashMap<>();
        spec.from().forEach(reference -> values.putAll(inputs.entries(reference)));
        values.putAll(spec.values());
        return new Substitution(values);
    }

    @Override
    public String read(String text) {
        return text.contains("${") ? new Expansion(text, values).expand() : text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Substitution substitution && values.equals(substitution.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "Substitution of " + values.keySet();
    }
}
