package dev.millrace.updater.deliver;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.CommitId;
import dev.millrace.git.read.Tree;
import dev.millrace.updater.decide.BranchState;
import dev.millrace.updater.decide.Decision;
import dev.millrace.updater.decide.Holdback;
import dev.millrace.updater.decide.PlaceDecision;
import dev.millrace.updater.decide.PresentVersion;
import dev.millrace.updater.decide.UpdateDecider;
import dev.millrace.updater.edit.VersionGuard;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.registry.BuildInfoLookup;
import dev.millrace.updater.registry.confirm.ImageClaim;
import dev.millrace.updater.registry.confirm.ImageConfirmer;
import dev.millrace.updater.registry.verify.ImageVerdict;
import dev.millrace.updater.registry.verify.ImageVerifier;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.repository.RefusedImage;
import java.io.UncheckedIOException;
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
    private final ImageConfirmer confirmer;
    private final ImageVerifier verifier;
    private final BuildInfoLookup buildInfos;
    private final AnnouncedImages announced;

    public Assessor(
            Holds holds,
            ImageConfirmer confirmer,
            ImageVerifier verifier,
            BuildInfoLookup buildInfos,
            AnnouncedImages announced) {
        this.holds = holds;
        this.confirmer = confirmer;
        this.verifier = verifier;
        this.buildInfos = buildInfos;
        this.announced = announced;
    }

    /** Adds an image to those that a set may be completed by, before anything is requested for it. */
    public void announce(ImageBuilt built) {
        announced.announce(built);
    }

    /** The state of a branch at a commit by trailers and user commands only: enough for a first decision, and no file is read. */
    public BranchState outline(ConfigRepository repository, CommitId tip) {
        return holds.branchState(
                repository.id(),
                BranchState.written(
                        repository.written(tip),
                        repository.policies(tip).policies().suspended()));
    }

    /** The state of a branch at a commit. */
    private BranchState branchState(ConfigRepository repository, CommitId tip) {
        BranchState plain = new BranchState(
                repository.written(tip),
                repository.present(tip),
                repository.policies(tip).policies().suspended());
        return holds.branchState(repository.id(), plain);
    }

    /** Begins to ask the registry for the image of an update in the background. */
    public void prefetch(UpdateRequested update, Policy policy) {
        confirmer.prefetch(ImageClaim.of(update, policy.versions()));
    }

    /**
     * Confirms an update's image with its registry. A refusal is recorded for the status of the policy.
     *
     * @throws UncheckedIOException if the registry is unavailable
     */
    public boolean isConfirmed(ConfigRepository repository, Decision.Write write) {
        return switch (confirmation(repository, write)) {
            case ImageVerdict.Verified verified -> true;
            case ImageVerdict.Refused(String reason) -> {
                record(repository, write.policy(), write.update(), reason);
                yield false;
            }
        };
    }

    private ImageVerdict confirmation(ConfigRepository repository, Decision.Write write) {
        try {
            return confirmer.confirm(
                    ImageClaim.of(write.update(), write.policy().versions()));
        } catch (UncheckedIOException e) {
            record(repository, write.policy(), write.update(), unavailable(e));
            throw e;
        }
    }

    private static String unavailable(UncheckedIOException e) {
        return "the registry is unavailable, retrying: " + e.getMessage();
    }

    /** Records why an update waits for a user, if it does. */
    public void recordHeldBack(
            ConfigRepository repository, CommitId tip, UpdateRequested update, Decision.Leave leave) {
        repository.policies(tip).policies().named(update.policy()).ifPresent(policy -> Holdback.reason(
                        leave, policy, update)
                .ifPresent(reason -> record(repository, policy, update, reason)));
    }

    private static void record(ConfigRepository repository, Policy policy, UpdateRequested update, String reason) {
        repository.recordVerification(
                policy.name(),
                Optional.of(new RefusedImage(update.image() + ":" + update.tag() + "@" + update.digest(), reason)));
    }

    /** Decides on pending updates at a tip, by the policies in force there. */
    Assessment assess(ConfigRepository repository, CommitId tip, List<PendingUpdate> asked) {
        Policies policies = repository.policies(tip).policies();
        List<PendingUpdate> pendingUpdates = asked.stream()
                .flatMap(pendingUpdate -> pendingUpdate.resolved(policies).stream())
                .flatMap(pendingUpdate -> SetUpdates.of(pendingUpdate, policies, announced).stream())
                .distinct()
                .toList();
        List<UpdateRequested> updates =
                pendingUpdates.stream().map(PendingUpdate::update).toList();
        BranchState state = informed(updates, branchState(repository, tip));
        TrustCheck trust = new TrustCheck(repository, tip, policies, state);
        List<PendingUpdate> trusted = trust.trusted(pendingUpdates);
        List<Decision> decisions =
                UpdateDecider.decide(trusted.stream().map(PendingUpdate::update).toList(), policies, state);
        List<AcceptedUpdate> accepted = new ArrayList<>();
        Set<CommitId> done = new LinkedHashSet<>();
        for (int i = 0; i < trusted.size(); i++) {
            switch (decisions.get(i)) {
                case Decision.Write write -> {
                    repository.recordVerification(write.policy().name(), Optional.empty());
                    accepted.add(new AcceptedUpdate.Version(trusted.get(i), write, guard(write, state)));
                }
                case Decision.Revert revert -> accepted.add(new AcceptedUpdate.Revert(trusted.get(i), revert));
                case Decision.Done before -> done.add(before.written().commit());
                case Decision.Leave leave -> {
                    recordHeldBack(repository, tip, trusted.get(i).update(), leave);
                    trust.left.add(leave);
                }
            }
        }
        return new Assessment(
                policies, Bundle.of(accepted, policies), done, trust.left, trust.refusals, trust.unavailable());
    }

    private VersionGuard guard(Decision.Write write, BranchState state) {
        return new PlaceDecision(
                write, state, (tag, digest) -> buildInfos.of(write.update().image(), tag, digest))::reasonToKeep;
    }

    /** Verifies each image on its own, before the newest of several is selected: a refused one must not take the place of another. */
    private final class TrustCheck {
        private final ConfigRepository repository;
        private final Policies policies;
        private final BranchState state;
        private final Tree tree;
        private final List<Decision.Leave> left = new ArrayList<>();
        private final List<String> refusals = new ArrayList<>();
        private final List<UncheckedIOException> failures = new ArrayList<>();

        TrustCheck(ConfigRepository repository, CommitId tip, Policies policies, BranchState state) {
            this.repository = repository;
            this.policies = policies;
            this.state = state;
            this.tree = repository.mirror().tree(tip);
        }

        List<PendingUpdate> trusted(List<PendingUpdate> pendingUpdates) {
            List<Decision> alone = pendingUpdates.stream()
                    .map(one -> UpdateDecider.decide(one.update(), policies, state))
                    .toList();
            alone.forEach(decision -> {
                if (decision instanceof Decision.Write(Policy policy, UpdateRequested update)) {
                    prefetch(update, policy);
                }
            });
            List<PendingUpdate> trusted = new ArrayList<>();
            for (int i = 0; i < pendingUpdates.size(); i++) {
                if (!(alone.get(i) instanceof Decision.Write write) || isTrusted(write)) {
                    trusted.add(pendingUpdates.get(i));
                }
            }
            return trusted;
        }

        private boolean isTrusted(Decision.Write write) {
            try {
                return (isConfirmed(repository, write) && isVerified(write)) || refused(write);
            } catch (UncheckedIOException e) {
                failures.add(e);
                record(repository, write.policy(), write.update(), Assessor.unavailable(e));
                return false;
            }
        }

        private boolean isVerified(Decision.Write write) {
            ImageVerdict verdict = verifier.verify(
                    write.update().image(),
                    write.update().digest(),
                    write.policy().versions().verification(),
                    path -> tree.read(path, ConfigRepository.MAX_FILE_BYTES));
            if (verdict instanceof ImageVerdict.Refused(String reason)) {
                record(repository, write.policy(), write.update(), reason);
                return false;
            }
            return true;
        }

        private boolean refused(Decision.Write write) {
            left.add(new Decision.Leave(Decision.Reason.NOT_VERIFIED));
            refusals.add(write.policy().name() + ": " + write.update().image() + ":"
                    + write.update().tag() + ": "
                    + repository
                            .refusedImage(write.policy().name())
                            .map(RefusedImage::reason)
                            .orElse("refused"));
            return false;
        }

        Optional<UncheckedIOException> unavailable() {
            return failures.stream().findFirst();
        }
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
        return new BranchState(branchState.written(), present, branchState.held(), branchState.released());
    }

    private static boolean isOurs(BranchState branchState, String policy, PresentVersion present) {
        return branchState.written().all().stream()
                .anyMatch(written ->
                        written.policy().equals(policy) && written.tag().equals(present.tag()));
    }
}
