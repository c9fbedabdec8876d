package dev.millrace.cluster.application.render;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes to rendered objects, in this order: variables, patches, images, labels, annotations. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TransformSpec(
        @JsonPropertyDescription(
                "Values for ${VARIABLES} in the rendered manifests; if absent, they are not substituted.")
        @Nullable
        SubstituteSpec substitute,

        List<PatchSpec> patches,

        List<ImageSpec> images,

        @JsonPropertyDescription("Labels for all objects; selectors and templates are not changed.")
        Map<String, String> labels,

        @JsonPropertyDescription("Annotations for all objects.")
        Map<String, String> annotations) {
    public static final TransformSpec NONE = new TransformSpec(null, List.of(), List.of(), Map.of(), Map.of());

    @SuppressWarnings("ConstantValue") // Jackson passes null for what is absent
    public TransformSpec {
        patches = patches == null ? List.of() : List.copyOf(patches);
        images = images == null ? List.of() : List.copyOf(images);
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
    }
}
