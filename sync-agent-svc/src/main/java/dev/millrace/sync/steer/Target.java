package dev.millrace.sync.steer;

import dev.millrace.events.value.CommitId;
import dev.millrace.sync.record.Ledger.Answered;

/** The commit that an application is to be brought to. */
public sealed interface Target {

    CommitId commit();

    /** No user requests a commit: the newest one, or the older one that was requested while the source stood where it stands now. */
    record Current(CommitId commit) implements Target {}

    /** A user requests this commit. All of it is applied, changed or not. */
    record Requested(CommitId commit, Answered answered) implements Target {}

    /** A user requests a commit that can't be applied. The current one stays the target. */
    record Refused(CommitId commit, String reason) implements Target {}
}
