package dev.millrace.cluster.application.render;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The objects that a patch is for: all given conditions must hold. Names are regular expressions that match the whole name. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PatchTarget(
        @Nullable String group,
        @Nullable String version,
        @Nullable String kind,
        @Nullable String namespace,
        @Nullable String name,

        @JsonPropertyDescription("Label selector, such as app=web,tier!=db.") @Nullable
        String labelSelector) {}
