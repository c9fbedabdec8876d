package dev.millrace.cluster.application;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When what is no longer desired goes. */
public enum PruneOrder {
    /** Once the new objects are healthy. */
    @JsonProperty("after")
    AFTER,
    /** Before anything new is applied. */
    @JsonProperty("before")
    BEFORE
}
