package dev.millrace.updater.decide;

import dev.millrace.events.UpdateRequested;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.Promotion;
import dev.millrace.updater.policy.Selection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides on updates, by the policies and the state of the branch. */
public final class UpdateDecider {
    private static final Decision SUPERSEDED = new Decision.Leave(Decision.Reason.SUPERSEDED);

    private UpdateDecider() {}

    /** One decision per update, in their order. Of several updates of a policy only the newest is written; it also replaces a revert. An image of a set is written with all others of it. */
    public static List<Decision> decide(List<UpdateRequested> updates, Policies policies, BranchState branchState) {
        List<Decision> decisions = new ArrayList<>();
        Map<String, Integer> accepted = new HashMap<>();
        for (UpdateRequested update : updates) {
            Decision decision = decide(update, policies, branchState);
            if (decision instanceof Decision.Write || decision instanceof Decision.Revert) {
                Integer rival = accepted.get(update.policy());
                if (rival != null && !overrules(decision, decisions.get(rival))) {
                    decision = SUPERSEDED;
                } else {
                    if (rival != null) {
                        decisions.set(rival, SUPERSEDED);
                    }
                    accepted.put(update.policy(), decisions.size());
                }
            }
            decisions.add(decision);
        }
        return WholeSets.of(decisions, policies, branchState);
    }

    private static boolean overrules(Decision one, Decision other) {
        return switch (one) {
            case Decision.Write(Policy policy, UpdateRequested update) ->
                !(other instanceof Decision.Write(Policy same, UpdateRequested rival))
                        || isNewer(policy, update, candidate(policy, rival));
            default -> false;
        };
    }

    /** The decision on a single update. */
    public static Decision decide(UpdateRequested update, Policies policies, BranchState branchState) {
        Optional<Policy> policy =
                policies.named(update.policy()).filter(found -> found.image().equals(update.image()));
        Optional<WrittenUpdate> done = branchState
                .written()
                .causedBy(update.policy(), update.cause())
                .filter(written -> isCurrent(written, policy, branchState.written()));
        if (done.isPresent()) {
            return new Decision.Done(done.get());
        }
        if (policy.isEmpty()) {
            return new Decision.Leave(Decision.Reason.NO_SUCH_POLICY);
        }
        if (update.kind() == UpdateRequested.Kind.REVERT) {
            return revert(policy.get(), update, branchState);
        }
        return reasonToLeave(policy.get(), update, branchState)
                .<Decision>map(Decision.Leave::new)
                .orElseGet(() -> new Decision.Write(policy.get(), update));
    }

    /** Returns true unless a channel has moved on: its tag may return to an earlier image, so only the last written update of a channel is done. */
    private static boolean isCurrent(WrittenUpdate done, Optional<Policy> policy, WrittenUpdates written) {
        boolean channel = policy.filter(one -> one.versions().selection() instanceof Selection.Channel)
                .isPresent();
        return !channel
                || written.all().stream()
                        .filter(one -> one.policy().equals(done.policy()))
                        .findFirst()
                        .equals(Optional.of(done));
    }

    private static Decision revert(Policy policy, UpdateRequested update, BranchState branchState) {
        Optional<WrittenUpdate> ours = branchState.written().all().stream()
                .filter(written -> written.policy().equals(policy.name())
                        && update.reverts().equals(Optional.of(written.commit()))
                        && written.reverts().isEmpty())
                .findFirst();
        boolean again = branchState.written().all().stream()
                .anyMatch(written -> written.policy().equals(policy.name())
                        && written.reverts().isPresent()
                        && written.reverts().equals(update.reverts()));
        if (ours.isEmpty() || again) {
            return new Decision.Leave(Decision.Reason.NOTHING_TO_REVERT);
        }
        return branchState.held().contains(policy.name())
                ? new Decision.Leave(Decision.Reason.HELD)
                : new Decision.Revert(policy, update, ours.get());
    }

    private static Optional<Decision.Reason> reasonToLeave(
            Policy policy, UpdateRequested update, BranchState branchState) {
        boolean image = update.kind() == UpdateRequested.Kind.IMAGE;
        if (policy.versions().verification().excludes(update.source())) {
            return Optional.of(Decision.Reason.SOURCE_NOT_ALLOWED);
        }
        if (!policy.allows(update.source())) {
            return Optional.of(Decision.Reason.BRANCH_NOT_ALLOWED);
        }
        if (!new Ranking(policy.versions()).counts(update.tag())) {
            return Optional.of(Decision.Reason.TAG_NOT_WANTED);
        }
        if (image && waits(policy.promotion())) {
            return Optional.of(Decision.Reason.WAITS_FOR_PROMOTION);
        }
        Optional<Candidate> floor = branchState.written().floor(policy).map(Candidate::of);
        return notNewer(policy, update, floor, Decision.Reason.NOT_NEWER, branchState)
                .or(() -> notNewer(
                        policy,
                        update,
                        branchState.presentOf(policy),
                        Decision.Reason.NOT_NEWER_THAN_PRESENT,
                        branchState))
                .or(() -> branchState.held().contains(policy.name())
                        ? Optional.of(Decision.Reason.HELD)
                        : Optional.empty());
    }

    /** The reason if an update is not newer than an image. A user's release decides between two that no time can order. */
    private static Optional<Decision.Reason> notNewer(
            Policy policy,
            UpdateRequested update,
            Optional<Candidate> other,
            Decision.Reason reason,
            BranchState branchState) {
        if (other.isEmpty() || isNewer(policy, update, other.get())) {
            return Optional.empty();
        }
        if (!new Ranking(policy.versions()).isHeldBackBy(candidate(policy, update), other.get())) {
            return Optional.of(reason);
        }
        return branchState.isReleased(policy.name(), update.digest())
                ? Optional.empty()
                : Optional.of(Decision.Reason.OTHER_SOURCE);
    }

    /** The reason why a version in a file stays beside an accepted update; empty if it is older, or the same image. */
    static Optional<Decision.Reason> reasonToKeep(
            Decision.Write write, PresentVersion present, BranchState branchState) {
        Candidate other = present.candidate(write.policy().image(), branchState.written());
        return candidate(write.policy(), write.update()).isSameAs(other)
                ? Optional.empty()
                : notNewer(
                        write.policy(),
                        write.update(),
                        Optional.of(other),
                        Decision.Reason.NOT_NEWER_THAN_PRESENT,
                        branchState);
    }

    private static boolean waits(Promotion promotion) {
        return promotion.after().isPresent() || !promotion.gates().equals(Promotion.Gates.NONE);
    }

    private static boolean isNewer(Policy policy, UpdateRequested update, Candidate other) {
        return new Ranking(policy.versions()).isNewer(candidate(policy, update), other);
    }

    private static Candidate candidate(Policy policy, UpdateRequested update) {
        return Candidate.of(update, new Ranking(policy.versions()).buildInfoOf(update));
    }

    /** The build info of an update. An external image without a build time is never newer than another. */
    public static BuildInfo built(UpdateRequested update) {
        return BuildInfo.of(update.source(), update.builtAt().orElse(Instant.EPOCH));
    }
}
