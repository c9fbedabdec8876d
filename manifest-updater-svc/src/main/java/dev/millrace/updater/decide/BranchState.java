package dev.millrace.updater.decide;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state of a branch.
 *
 * @param written the updates of our commits
 * @param present the versions in the files, by policy; missing for a policy whose places differ or have no image
 * @param held the policies that a user holds
 */
public record BranchState(WrittenUpdates written, Map<String, PresentVersion> present, Set<String> held) {
    public static final BranchState EMPTY = written(WrittenUpdates.NONE);

    public BranchState {
        present = Map.copyOf(present);
        held = Set.copyOf(held);
    }

    /** A state with our commits only. */
    public static BranchState written(WrittenUpdates written) {
        return new BranchState(written, Map.of(), Set.of());
    }

    Optional<Candidate> presentOf(String policy) {
        return Optional.ofNullable(present.get(policy)).map(one -> one.candidate(written));
    }
}
