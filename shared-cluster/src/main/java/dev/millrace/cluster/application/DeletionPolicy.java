package dev.millrace.cluster.application;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The handling of the objects when their Application is deleted. */
public enum DeletionPolicy {
    /** They stay in the cluster, unmanaged. */
    @JsonProperty("orphan")
    ORPHAN,
    /** They are deleted first, then the Application. */
    @JsonProperty("prune")
    PRUNE,
    /** The Application stays until this is changed or it has no objects. */
    @JsonProperty("refuse")
    REFUSE
}
