package dev.millrace.updater.deliver;

import dev.millrace.updater.decide.Decision;
import dev.millrace.updater.edit.VersionGuard;

/** A pending update that was accepted, and its decision. */
sealed interface AcceptedUpdate {
    PendingUpdate pendingUpdate();

    /**
     * A version to write.
     *
     * @param guard decides which places keep their version
     */
    record Version(PendingUpdate pendingUpdate, Decision.Write write, VersionGuard guard) implements AcceptedUpdate {}

    /** A commit of ours to revert. */
    record Revert(PendingUpdate pendingUpdate, Decision.Revert decision) implements AcceptedUpdate {}
}
