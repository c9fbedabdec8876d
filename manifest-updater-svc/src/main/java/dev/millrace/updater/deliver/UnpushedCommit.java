package dev.millrace.updater.deliver;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.util.List;
import java.util.Optional;

/**
 * A commit that is not pushed yet.
 *
 * @param onto the ref that it is pushed to
 * @param expected the commit that the ref must have on the host; absent if the ref must not exist
 * @param replaces true if it replaces the ref's history; used for our own head branches only
 * @param isAll true if no other commit follows
 */
record UnpushedCommit(
        CommitId commit,
        GitRef onto,
        Optional<CommitId> expected,
        boolean replaces,
        List<FileChange> changes,
        int updates,
        boolean isAll) {
    UnpushedCommit {
        changes = List.copyOf(changes);
    }

    UnpushedCommit isAll(boolean all) {
        return new UnpushedCommit(commit, onto, expected, replaces, changes, updates, all);
    }

    UnpushedCommit onto(GitRef ref, Optional<CommitId> current, boolean replacing) {
        return new UnpushedCommit(commit, ref, current, replacing, changes, updates, isAll);
    }
}
