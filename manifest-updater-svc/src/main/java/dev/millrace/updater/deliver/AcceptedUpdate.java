package dev.millrace.updater.deliver;

import dev.millrace.updater.decide.Decision;

/** A wish that is granted, and how. */
sealed interface AcceptedUpdate {
    PendingUpdate pendingUpdate();

    /** A version to be written. */
    record Version(PendingUpdate pendingUpdate, Decision.Write write) implements AcceptedUpdate {}

    /** A commit of ours to be taken back. */
    record Revert(PendingUpdate pendingUpdate, Decision.Revert decision) implements AcceptedUpdate {}
}
