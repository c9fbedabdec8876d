package dev.millrace.updater.decide;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The updates that the trailers on a branch's first-parent history name, newest commit first. */
public record WrittenUpdates(List<WrittenUpdate> all) {
    public static final WrittenUpdates NONE = new WrittenUpdates(List.of());

    /** The number of latest updates that are kept per policy; above any useful daily limit. */
    static final int KEPT_LATEST = 200;

    /** The number of highest-ranked older updates that are kept per policy. */
    static final int KEPT_HIGHEST = 20;

    public WrittenUpdates {
        all = List.copyOf(all);
    }

    /** The newest image that was ever written for a policy: nothing older is written again, whatever the files contain. */
    public Optional<WrittenUpdate> floor(Policy policy) {
        Ranking ranking = new Ranking(policy.versions());
        return all.stream()
                .filter(written -> written.policy().equals(policy.name()))
                .reduce((one, other) -> ranking.isNewer(Candidate.of(other), Candidate.of(one)) ? other : one);
    }

    /** All updates without those of a policy with these digests, which a user released. */
    public WrittenUpdates without(String policy, Set<Digest> digests) {
        return digests.isEmpty()
                ? this
                : new WrittenUpdates(all.stream()
                        .filter(written -> !written.policy().equals(policy) || !digests.contains(written.digest()))
                        .toList());
    }

    /**
     * The part of the history that is kept in memory: the latest updates of each policy and, of the older ones, those that rank highest, so that
     * the floor is the same, also after releases. A repeated event of a forgotten update is stopped by that floor.
     */
    public WrittenUpdates pruned(Policies policies) {
        Map<String, List<WrittenUpdate>> byPolicy = all.stream().collect(Collectors.groupingBy(WrittenUpdate::policy));
        Set<WrittenUpdate> forgotten = new HashSet<>();
        byPolicy.forEach((name, updates) -> {
            if (updates.size() > KEPT_LATEST) {
                List<WrittenUpdate> older = updates.subList(KEPT_LATEST, updates.size());
                forgotten.addAll(older);
                policies.named(name).map(policy -> highest(policy, older)).ifPresent(forgotten::removeAll);
            }
        });
        return forgotten.isEmpty()
                ? this
                : new WrittenUpdates(
                        all.stream().filter(one -> !forgotten.contains(one)).toList());
    }

    private static Set<WrittenUpdate> highest(Policy policy, List<WrittenUpdate> updates) {
        Ranking ranking = new Ranking(policy.versions());
        List<WrittenUpdate> highest = new ArrayList<>();
        for (WrittenUpdate one : updates) {
            int at = highest.size();
            while (at > 0 && ranking.isNewer(Candidate.of(one), Candidate.of(highest.get(at - 1)))) {
                at--;
            }
            if (at < KEPT_HIGHEST) {
                highest.add(at, one);
                highest.subList(Math.min(KEPT_HIGHEST, highest.size()), highest.size())
                        .clear();
            }
        }
        return Set.copyOf(highest);
    }

    /** The update that an event caused. */
    public Optional<WrittenUpdate> causedBy(String policy, EventId cause) {
        return all.stream().filter(written -> written.isCausedBy(policy, cause)).findFirst();
    }
}
