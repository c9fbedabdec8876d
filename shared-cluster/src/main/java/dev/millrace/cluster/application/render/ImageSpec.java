package dev.millrace.cluster.application.render;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Replaces an image with another one, as kustomize's {@code images} do. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageSpec(
        @Required @JsonPropertyDescription("Name of the image in the manifests, without tag.")
        String name,

        @Nullable String newName,

        @Nullable String newTag,

        @JsonPropertyDescription("sha256:…; instead of a tag or with one.") @Nullable
        String digest) {}
