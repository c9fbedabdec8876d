package dev.millrace.cluster.application;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of the objects when their Application is deleted. */
public enum DeletionPolicy {
    /** They stay, nobody's. */
    @JsonProperty("orphan")
    ORPHAN,
    /** They go first, then the Application. */
    @JsonProperty("prune")
    PRUNE,
    /** The Application stays until this is changed or it has no objects. */
    @JsonProperty("refuse")
    REFUSE
}
