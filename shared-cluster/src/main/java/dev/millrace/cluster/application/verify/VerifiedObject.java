package dev.millrace.cluster.application.verify;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The object that must be signed. */
public enum VerifiedObject {
    /** The commit that is applied. */
    @JsonProperty("commit")
    COMMIT,
    /** The annotated tag that names it. */
    @JsonProperty("tag")
    TAG
}
