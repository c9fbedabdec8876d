package dev.millrace.cluster.application;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a folder becomes manifests. */
public enum RenderKind {
    @JsonProperty("auto")
    AUTO,
    @JsonProperty("plain")
    PLAIN,
    @JsonProperty("kustomize")
    KUSTOMIZE
}
