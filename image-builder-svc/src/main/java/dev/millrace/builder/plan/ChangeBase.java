package dev.millrace.builder.plan;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.util.Optional;
import java.util.function.Supplier;

/** The commit with which a commit is compared to find the changed paths. */
public final class ChangeBase {
    private ChangeBase() {}

    /**
     * Returns the base; empty if everything counts as changed.
     *
     * @param lastBuilt the last commit of this ref before this one whose images are finished; empty for a new ref. It is never the commit
     *     itself: a redelivered change must find the same images again
     * @param mergeBase the merge base with the default branch; empty on the default branch itself, and without a common commit
     */
    public static Optional<CommitId> of(
            GitRef ref, Optional<CommitId> lastBuilt, Supplier<Optional<CommitId>> mergeBase) {
        return ref.isTag() ? Optional.empty() : lastBuilt.or(mergeBase);
    }
}
