package dev.millrace.updater.decide;

import dev.millrace.events.value.Digest;
import dev.millrace.updater.policy.Policy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state of a branch.
 *
 * @param written the updates of our commits
 * @param present the versions in the files, by policy; missing for a policy whose places differ or have no image
 * @param held the policies that a user holds, or that are suspended in their file
 * @param released the images that a user released and that are not written yet, by policy
 */
public record BranchState(
        WrittenUpdates written,
        Map<String, PresentVersion> present,
        Set<String> held,
        Map<String, Set<Digest>> released) {
    public static final BranchState EMPTY = written(WrittenUpdates.NONE);

    public BranchState {
        present = Map.copyOf(present);
        held = Set.copyOf(held);
        released = Map.copyOf(released);
    }

    /** A state without releases. */
    public BranchState(WrittenUpdates written, Map<String, PresentVersion> present, Set<String> held) {
        this(written, present, held, Map.of());
    }

    /** A state with our commits only. */
    public static BranchState written(WrittenUpdates written) {
        return written(written, Set.of());
    }

    /**
     * A state with our commits, without the files.
     *
     * @param suspended the policies for which nothing is written, by their file
     */
    public static BranchState written(WrittenUpdates written, Set<String> suspended) {
        return new BranchState(written, Map.of(), suspended);
    }

    boolean isReleased(String policy, Digest digest) {
        return released.getOrDefault(policy, Set.of()).contains(digest);
    }

    Optional<Candidate> presentOf(Policy policy) {
        return Optional.ofNullable(present.get(policy.name())).map(one -> one.candidate(policy.image(), written));
    }
}
