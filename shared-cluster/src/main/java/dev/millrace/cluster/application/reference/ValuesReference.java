package dev.millrace.cluster.application.reference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Names a ConfigMap or Secret in the Application's namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ValuesReference(
        @Required ReferenceKind kind,

        @Required String name,

        @JsonPropertyDescription("One of its entries; where a single one is required, values.yaml if absent.") @Nullable
        String key,

        @Default("false") @JsonPropertyDescription("Allows the reference to be missing.")
        Boolean optional) {

    @SuppressWarnings("ConstantValue") // Jackson passes null for what is absent
    public ValuesReference {
        optional = optional != null && optional;
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }
}
