package dev.millrace.cluster.application;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What is done when a commit changes a field that can't be changed. */
public enum ImmutablePolicy {
    /** The object stays, and the attempt fails, naming the field. */
    @JsonProperty("report")
    REPORT,
    /** The object is deleted and made again. */
    @JsonProperty("replace")
    REPLACE
}
