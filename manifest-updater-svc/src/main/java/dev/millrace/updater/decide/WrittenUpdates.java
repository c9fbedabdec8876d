package dev.millrace.updater.decide;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.updater.policy.Policy;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All updates that the trailers on a branch's first-parent history name, newest commit first. */
public record WrittenUpdates(List<Written> all) {
    public static final WrittenUpdates NONE = new WrittenUpdates(List.of());

    public WrittenUpdates {
        all = List.copyOf(all);
    }

    /** The newest image that was ever written for a policy: nothing older is written again, whatever stands in the files. */
    public Optional<Written> floor(Policy policy) {
        Ranking ranking = new Ranking(policy.versions());
        return all.stream()
                .filter(written -> written.policy().equals(policy.name()))
                .reduce((one, other) -> ranking.isNewer(Candidate.of(other), Candidate.of(one)) ? other : one);
    }

    /** All but those of a policy with these digests: a person wants them again. */
    public WrittenUpdates without(String policy, Set<Digest> digests) {
        return digests.isEmpty()
                ? this
                : new WrittenUpdates(all.stream()
                        .filter(written -> !written.policy().equals(policy) || !digests.contains(written.digest()))
                        .toList());
    }

    /** The commit's update that an event led to. */
    public Optional<Written> answering(String policy, EventId cause) {
        return all.stream().filter(written -> written.answers(policy, cause)).findFirst();
    }
}
