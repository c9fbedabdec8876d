package dev.millrace.cluster.application.render;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a folder becomes manifests. */
public enum RenderKind {
    @JsonProperty("auto")
    AUTO,
    @JsonProperty("plain")
    PLAIN,
    @JsonProperty("kustomize")
    KUSTOMIZE,
    @JsonProperty("helm")
    HELM
}
