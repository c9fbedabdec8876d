package dev.millrace.updater.promote.plan;

import dev.millrace.events.SyncCompleted;
import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.events.SyncCompleted.ObjectFailure;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ImageReference;
import dev.millrace.updater.decide.WrittenUpdate;
import dev.millrace.updater.decide.WrittenUpdates;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Plans the reverts that a failed attempt asks for. */
public final class RollbackPlanner {
    private RollbackPlanner() {}

    /**
     * The updates to revert: the newest commit of a policy whose environment names the application, if this attempt deployed it, if an object that
     * this attempt changed failed by itself with the written image, and if it is not a revert itself. The edit checks whether the value is still ours.
     *
     * @param latest the application's last attempt
     * @param delivered the commits of ours between the attempt's previous revision and its own
     * @param held the policies that a user holds
     */
    public static List<WrittenUpdate> plan(
            SyncCompleted latest,
            Policies policies,
            WrittenUpdates written,
            Set<CommitId> delivered,
            Set<String> held) {
        if (latest.outcome() != SyncCompleted.Outcome.Failed
                || latest.previous().isEmpty()) {
            return List.of();
        }
        List<ImageReference> failed = latest.failures().stream()
                .filter(failure -> failure.kind() == FailureKind.ROLLOUT && failure.changedByAttempt())
                .map(ObjectFailure::images)
                .flatMap(List::stream)
                .flatMap(image -> parsed(image).stream())
                .toList();
        return policies.all().stream()
                .filter(policy -> policy.promotion().revertOnFailure()
                        && policies.counts(policy, latest.application())
                        && !held.contains(policy.name()))
                .flatMap(policy -> newest(policy, written).stream())
                .filter(one -> one.reverts().isEmpty()
                        && delivered.contains(one.commit())
                        && failed.stream().anyMatch(image -> isImageOf(image, one)))
                .flatMap(one -> writtenTogether(one, policies, written))
                .distinct()
                .toList();
    }

    /** The update, and those of its set that the same commit wrote: a set stays in one version. */
    private static Stream<WrittenUpdate> writtenTogether(WrittenUpdate bad, Policies policies, WrittenUpdates written) {
        return policies.named(bad.policy()).map(policies::writtenTogether).orElse(List.of()).stream()
                .flatMap(policy -> newest(policy, written).stream())
                .filter(one -> one.reverts().isEmpty() && one.commit().equals(bad.commit()));
    }

    private static Optional<WrittenUpdate> newest(Policy policy, WrittenUpdates written) {
        return written.all().stream()
                .filter(one -> one.policy().equals(policy.name()))
                .findFirst();
    }

    private static boolean isImageOf(ImageReference failed, WrittenUpdate written) {
        boolean selects = failed.tag().isPresent() || failed.digest().isPresent();
        return selects
                && failed.name().equals(written.image())
                && failed.tag().map(written.tag()::equals).orElse(true)
                && failed.digest().map(written.digest()::equals).orElse(true);
    }

    private static Optional<ImageReference> parsed(String image) {
        try {
            return Optional.of(ImageReference.resolve(image));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
