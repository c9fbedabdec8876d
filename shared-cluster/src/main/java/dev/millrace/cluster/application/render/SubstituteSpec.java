package dev.millrace.cluster.application.render;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.cluster.application.reference.ValuesReference;
import java.util.List;
import java.util.Map;

/** Values for variables in manifests; inline ones override those of references, later references override earlier ones. */
public record SubstituteSpec(
        @JsonPropertyDescription("Values by variable.") Map<String, String> values,

        @JsonPropertyDescription("ConfigMaps and Secrets in the Application's namespace whose entries are values.")
        List<ValuesReference> from) {
    @SuppressWarnings("ConstantValue") // Jackson passes null for what is absent
    public SubstituteSpec {
        values = values == null ? Map.of() : Map.copyOf(values);
        from = from == null ? List.of() : List.copyOf(from);
    }
}
