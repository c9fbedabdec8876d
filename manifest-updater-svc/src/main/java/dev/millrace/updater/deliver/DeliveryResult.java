package dev.millrace.updater.deliver;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.updater.decide.Decision;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The result of writing a batch of updates.
 *
 * @param commits the commits that contain them, earlier ones of ours or new ones
 * @param left the reasons why the others were not written
 * @param problems problems that users have to fix
 * @param unavailable the error of a registry that did not answer; then the batch is to be written again
 */
public record DeliveryResult(
        Set<BranchCommit> commits,
        List<Decision.Leave> left,
        List<String> problems,
        Optional<UncheckedIOException> unavailable) {

    /** A commit and the ref that it was pushed to. */
    public record BranchCommit(GitRef ref, CommitId commit) {}

    public DeliveryResult {
        commits = Collections.unmodifiableSet(new LinkedHashSet<>(commits));
        left = List.copyOf(left);
        problems = List.copyOf(problems);
    }
}
