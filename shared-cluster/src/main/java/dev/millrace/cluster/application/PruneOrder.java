package dev.millrace.cluster.application;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The point at which objects that are no longer desired are deleted. */
public enum PruneOrder {
    /** Once the new objects are healthy. */
    @JsonProperty("after")
    AFTER,
    /** Before any new object is applied. */
    @JsonProperty("before")
    BEFORE
}
