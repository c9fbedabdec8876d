package dev.millrace.updater.deliver;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.util.List;
import java.util.Optional;

/**
 * A commit that is not pushed yet.
 *
 * @param onto the ref it is for
 * @param expected where the ref stands on the host; absent if it isn't there
 * @param replaces whether it takes the place of what the ref had, of a branch of our own only
 * @param isAll whether nothing else is to be done
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
