package dev.millrace.cluster.tenant;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A feature of rendering that a Tenant may allow. Plain YAML needs none. */
public enum RenderFeature {
    /** Kustomizations. */
    @JsonProperty("kustomize")
    KUSTOMIZE,
    /** Charts. */
    @JsonProperty("helm")
    HELM,
    /** Charts that find the live objects of their Application. */
    @JsonProperty("lookup")
    LOOKUP,
    /** Values for variables in manifests. */
    @JsonProperty("substitute")
    SUBSTITUTE
}
