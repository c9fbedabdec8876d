package dev.millrace.updater.decide;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How things stand on a branch.
 *
 * @param written what our commits wrote
 * @param present what stands in the files, by policy; missing for a policy whose places differ or hold no image
 * @param held the policies that a person holds
 */
public record BranchState(WrittenUpdates written, Map<String, PresentVersion> present, Set<String> held) {
    public static final BranchState EMPTY = written(WrittenUpdates.NONE);

    public BranchState {
        present = Map.copyOf(present);
        held = Set.copyOf(held);
    }

    /** Our commits, and nothing else that counts. */
    public static BranchState written(WrittenUpdates written) {
        return new BranchState(written, Map.of(), Set.of());
    }

    Optional<Candidate> presentOf(String policy) {
        return Optional.ofNullable(present.get(policy)).map(one -> one.candidate(written));
    }
}
