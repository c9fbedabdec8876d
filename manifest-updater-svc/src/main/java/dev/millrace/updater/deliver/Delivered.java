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
 * @param troubles what could not be followed
 */
public record Delivered(Set<OnBranch> commits, List<Decision.Leave> left, List<String> troubles) {

    /** A commit, and the ref it was pushed to. */
    public record OnBranch(GitRef ref, CommitId commit) {}

    public Delivered {
        commits = Collections.unmodifiableSet(new LinkedHashSet<>(commits));
        left = List.copyOf(left);
        troubles = List.copyOf(troubles);
    }
}
