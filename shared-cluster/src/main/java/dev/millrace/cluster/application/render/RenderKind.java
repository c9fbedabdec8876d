package dev.millrace.cluster.application.render;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The engine that renders a folder to manifests. */
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
