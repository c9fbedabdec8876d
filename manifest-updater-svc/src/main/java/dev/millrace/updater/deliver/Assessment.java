package dev.millrace.updater.deliver;

import dev.millrace.events.value.CommitId;
import dev.millrace.updater.decide.Decision;
import dev.millrace.updater.policy.Policies;
import java.util.List;
import java.util.Set;

/**
 * What is to be done on a tip.
 *
 * @param done commits on the branch that hold what is wished
 * @param left why the rest isn't written
 * @param refusals images that did not prove themselves, each as {@code policy: reason}
 */
record Assessment(
        Policies policies, List<Bundle> bundles, Set<CommitId> done, List<Decision.Leave> left, List<String> refusals) {
    Assessment {
        bundles = List.copyOf(bundles);
        done = Set.copyOf(done);
        left = List.copyOf(left);
        refusals = List.copyOf(refusals);
    }
}
