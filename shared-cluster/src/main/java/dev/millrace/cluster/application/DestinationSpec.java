package dev.millrace.cluster.application;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;

/** The destination of objects. */
public record DestinationSpec(
        @Required @JsonPropertyDescription("Namespace of objects that name none.")
        String namespace,

        @Default("false") @JsonPropertyDescription("Replaces the namespaces that objects declare.")
        Boolean override) {
    @SuppressWarnings("ConstantValue") // Jackson passes null for what is absent
    public DestinationSpec {
        override = override != null && override;
    }
}
