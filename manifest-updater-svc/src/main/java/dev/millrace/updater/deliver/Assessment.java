package dev.millrace.updater.deliver;

import dev.millrace.events.value.CommitId;
import dev.millrace.updater.decide.Decision;
import dev.millrace.updater.policy.Policies;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The work to do on a tip.
 *
 * @param done commits on the branch that already contain the requested updates
 * @param left the reasons why the other updates are not written
 * @param refusals images that failed verification, each as {@code policy: reason}
 * @param unavailable the error of a registry that did not answer, so that further updates may follow; absent if all answered
 */
record Assessment(
        Policies policies,
        List<Bundle> bundles,
        Set<CommitId> done,
        List<Decision.Leave> left,
        List<String> refusals,
        Optional<UncheckedIOException> unavailable) {
    Assessment {
        bundles = List.copyOf(bundles);
        done = Set.copyOf(done);
        left = List.copyOf(left);
        refusals = List.copyOf(refusals);
    }

    /**
     * This assessment, if it is complete.
     *
     * @throws UncheckedIOException if a registry did not answer
     */
    Assessment complete() {
        if (unavailable.isPresent()) {
            throw unavailable.get();
        }
        return this;
    }
}
