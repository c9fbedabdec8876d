package dev.millrace.builder.status;

/** The result of a request that sets a status. */
sealed interface StatusOutcome {

    /** The host has the status. */
    record Accepted() implements StatusOutcome {}

    /** The host will never accept it with this configuration: a wrong token, a missing right, an unknown commit. */
    record Refused(String reason) implements StatusOutcome {}
}
