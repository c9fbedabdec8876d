package dev.millrace.updater.deliver;

import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.CommitId;
import dev.millrace.git.read.Tree;
import dev.millrace.updater.decide.BranchState;
import dev.millrace.updater.decide.Decision;
import dev.millrace.updater.decide.PresentVersion;
import dev.millrace.updater.decide.UpdateDecider;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.registry.BuildInfoLookup;
import dev.millrace.updater.registry.verify.ImageVerdict;
import dev.millrace.updater.registry.verify.ImageVerifier;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.repository.RefusedImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gathers the facts that decisions depend on, and decides on pending updates. */
public final class Assessor {
    private final Holds holds;
    private final ImageVerifier verifier;
    private final BuildInfoLookup buildInfos;

    public Assessor(Holds holds, ImageVerifier verifier, BuildInfoLookup buildInfos) {
        this.holds = holds;
        this.verifier = verifier;
        this.buildInfos = buildInfos;
    }

    /** The state of a branch at a commit by trailers and user commands only: enough for a first decision, and no file is read. */
    public BranchState outline(ConfigRepository repository, CommitId tip) {
        return holds.branchState(repository.id(), BranchState.written(repository.written(tip)));
    }

    /** The state of a branch at a commit. */
    private BranchState branchState(ConfigRepository repository, CommitId tip) {
        BranchState plain = new BranchState(repository.written(tip), repository.present(tip), Set.of());
        return holds.branchState(repository.id(), plain);
    }

    /** Decides on pending updates at a tip, by the policies in force there. */
    Assessment assess(ConfigRepository repository, CommitId tip, List<PendingUpdate> asked) {
        Policies policies = repository.policies(tip).policies();
        List<PendingUpdate> pendingUpdates = asked.stream()
                .flatMap(pendingUpdate -> pendingUpdate.resolved(policies).stream())
                .distinct()
                .toList();
        List<UpdateRequested> updates =
                pendingUpdates.stream().map(PendingUpdate::update).toList();
        List<Decision> decisions =
                UpdateDecider.decide(updates, policies, informed(updates, branchState(repository, tip)));
        List<AcceptedUpdate> accepted = new ArrayList<>();
        Set<CommitId> done = new LinkedHashSet<>();
        List<Decision.Leave> left = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        Tree tree = repository.mirror().tree(tip);
        for (int i = 0; i < pendingUpdates.size(); i++) {
            switch (decisions.get(i)) {
                case Decision.Write write -> {
                    ImageVerdict verdict = verdict(write, tree);
                    Optional<RefusedImage> refused = refused(write.update(), verdict);
                    repository.recordVerification(write.policy().name(), refused);
                    if (refused.isPresent()) {
                        left.add(new Decision.Leave(Decision.Reason.NOT_VERIFIED));
                        refusals.add(write.policy().name() + ": "
                                + write.update().image() + ":" + write.update().tag() + ": "
                                + refused.get().reason());
                    } else {
                        accepted.add(new AcceptedUpdate.Version(pendingUpdates.get(i), write));
                    }
                }
                case Decision.Revert revert -> accepted.add(new AcceptedUpdate.Revert(pendingUpdates.get(i), revert));
                case Decision.Done before -> done.add(before.written().commit());
                case Decision.Leave leave -> left.add(leave);
            }
        }
        return new Assessment(policies, Bundle.of(accepted, policies), done, left, refusals);
    }

    /** Adds what the registry knows about values that none of our commits wrote. */
    private BranchState informed(List<UpdateRequested> updates, BranchState branchState) {
        Map<String, PresentVersion> present = new HashMap<>(branchState.present());
        for (UpdateRequested update : updates) {
            present.computeIfPresent(
                    update.policy(),
                    (policy, one) -> one.built().isPresent() || isOurs(branchState, policy, one)
                            ? one
                            : new PresentVersion(
                                    one.tag(), one.digest(), buildInfos.of(update.image(), one.tag(), one.digest())));
        }
        return new BranchState(branchState.written(), present, branchState.held());
    }

    private static boolean isOurs(BranchState branchState, String policy, PresentVersion present) {
        return branchState.written().all().stream()
                .anyMatch(written ->
                        written.policy().equals(policy) && written.tag().equals(present.tag()));
    }

    private static Optional<RefusedImage> refused(UpdateRequested update, ImageVerdict verdict) {
        return verdict instanceof ImageVerdict.Refused(String reason)
                ? Optional.of(new RefusedImage(update.image() + ":" + update.tag() + "@" + update.digest(), reason))
                : Optional.empty();
    }

    private ImageVerdict verdict(Decision.Write write, Tree tree) {
        return verifier.verify(
                write.update().image(),
                write.update().digest(),
                write.policy().versions().verification(),
                path -> tree.read(path, ConfigRepository.MAX_FILE_BYTES));
    }
}
