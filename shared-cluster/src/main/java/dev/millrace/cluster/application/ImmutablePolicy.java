package dev.millrace.cluster.application;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The handling of a commit that changes an immutable field. */
public enum ImmutablePolicy {
    /** The object stays, and the attempt fails with the name of the field. */
    @JsonProperty("report")
    REPORT,
    /** The object is deleted and recreated. */
    @JsonProperty("replace")
    REPLACE
}
