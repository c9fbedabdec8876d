package dev.millrace.updater.deliver;

import dev.millrace.updater.decide.Decision;

/** A pending update that was accepted, and its decision. */
sealed interface AcceptedUpdate {
    PendingUpdate pendingUpdate();

    /** A version to write. */
    record Version(PendingUpdate pendingUpdate, Decision.Write write) implements AcceptedUpdate {}

    /** A commit of ours to revert. */
    record Revert(PendingUpdate pendingUpdate, Decision.Revert decision) implements AcceptedUpdate {}
}
