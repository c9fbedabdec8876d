package dev.millrace.cluster.application.render;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Changes rendered objects. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PatchSpec(
        @Required @JsonPropertyDescription("Strategic merge patch, or JSON patch (RFC 6902) as a list; YAML.")
        String patch,

        @JsonPropertyDescription(
                "Objects to patch; a strategic merge patch without it is for the object that it names.")
        @Nullable
        PatchTarget target) {}
