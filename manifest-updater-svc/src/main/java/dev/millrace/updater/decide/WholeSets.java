package dev.millrace.updater.decide;

import dev.millrace.events.UpdateRequested;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Images of a set are written together or not at all. */
final class WholeSets {
    private static final Decision WAITS = new Decision.Leave(Decision.Reason.WAITS_FOR_SET);

    private WholeSets() {}

    /** The decisions, with those left whose set is not complete in one version. */
    static List<Decision> of(List<Decision> decisions, Policies policies, BranchState branchState) {
        return decisions.stream()
                .map(decision ->
                        decision instanceof Decision.Write write && !isWhole(write, decisions, policies, branchState)
                                ? WAITS
                                : decision)
                .toList();
    }

    private static boolean isWhole(
            Decision.Write write, List<Decision> decisions, Policies policies, BranchState branchState) {
        SameVersion version = SameVersion.of(write.update());
        return write.policy().set().isEmpty()
                || policies.writtenTogether(write.policy()).stream()
                        .allMatch(member -> isThere(member, version, branchState)
                                || decisions.stream().anyMatch(other -> isWriteOf(member, version, other)));
    }

    private static boolean isWriteOf(Policy member, SameVersion version, Decision decision) {
        return decision instanceof Decision.Write(Policy policy, UpdateRequested update)
                && policy.name().equals(member.name())
                && SameVersion.of(update).isSameAs(version);
    }

    /** Returns true if the member's places have this version already. */
    private static boolean isThere(Policy member, SameVersion version, BranchState branchState) {
        Optional<Candidate> written = branchState.written().all().stream()
                .filter(one -> one.policy().equals(member.name()))
                .findFirst()
                .filter(one -> one.reverts().isEmpty())
                .map(Candidate::of);
        return Stream.concat(branchState.presentOf(member).stream(), written.stream())
                .limit(1)
                .anyMatch(one -> SameVersion.of(one).isSameAs(version));
    }
}
