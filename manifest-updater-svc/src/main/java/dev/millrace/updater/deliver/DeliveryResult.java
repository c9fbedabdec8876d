package dev.millrace.updater.deliver;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.updater.decide.Decision;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What became of a batch of updates.
 *
 * @param commits those that hold them, ours from before or the ones just pushed
 * @param left why the others were not written
 * @param problems what could not be followed
 */
public record DeliveryResult(Set<BranchCommit> commits, List<Decision.Leave> left, List<String> problems) {

    /** A commit, and the ref it was pushed to. */
    public record BranchCommit(GitRef ref, CommitId commit) {}

    public DeliveryResult {
        commits = Collections.unmodifiableSet(new LinkedHashSet<>(commits));
        left = List.copyOf(left);
        problems = List.copyOf(problems);
    }
}
