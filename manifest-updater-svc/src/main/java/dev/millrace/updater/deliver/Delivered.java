package dev.millrace.updater.deliver;

import dev.millrace.events.value.CommitId;
import dev.millrace.updater.decide.Decision;
import java.util.List;
import java.util.Set;

/**
 * What became of a batch of updates.
 *
 * @param commits those on the branch that hold them, ours from before or the one just pushed
 * @param left why the others were not written
 * @param troubles what could not be followed, each as {@code file:line: reason}
 */
public record Delivered(Set<CommitId> commits, List<Decision.Leave> left, List<String> troubles) {
    public Delivered {
        commits = Set.copyOf(commits);
        left = List.copyOf(left);
        troubles = List.copyOf(troubles);
    }
}
