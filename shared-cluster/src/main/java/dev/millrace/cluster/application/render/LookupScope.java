package dev.millrace.cluster.application.render;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The objects that a chart's templates find by Helm's function {@code lookup}. */
public enum LookupScope {
    @JsonProperty("none")
    NONE,
    @JsonProperty("own")
    OWN
}
