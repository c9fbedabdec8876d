package dev.millrace.updater.deliver;

import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.CommitId;
import dev.millrace.git.Tree;
import dev.millrace.updater.decide.Decision;
import dev.millrace.updater.decide.Present;
import dev.millrace.updater.decide.Standing;
import dev.millrace.updater.decide.UpdateDecider;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.registry.PresentMakings;
import dev.millrace.updater.registry.verify.ImageVerifier;
import dev.millrace.updater.registry.verify.Verdict;
import dev.millrace.updater.repository.ConfigRepository;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gathers what a decision goes by, and has it made. */
public final class Assessor {
    private final Holds holds;
    private final ImageVerifier verifier;
    private final PresentMakings makings;

    public Assessor(Holds holds, ImageVerifier verifier, PresentMakings makings) {
        this.holds = holds;
        this.verifier = verifier;
        this.makings = makings;
    }

    /** How things stand at a commit by our trailers and by what people said: enough for a first decision, without a look at the files. */
    public Standing outline(ConfigRepository repository, CommitId tip) {
        return holds.standing(repository.id(), Standing.written(repository.written(tip)));
    }

    /** How things stand at a commit. */
    private Standing standing(ConfigRepository repository, CommitId tip) {
        Standing plain = new Standing(repository.written(tip), repository.present(tip), Set.of());
        return holds.standing(repository.id(), plain);
    }

    /** What of the wishes is to be done on a tip, where its policies are in force. */
    Round assess(ConfigRepository repository, CommitId tip, List<Wish> asked) {
        Policies policies = repository.policies(tip).policies();
        List<Wish> wishes = asked.stream()
                .flatMap(wish -> wish.resolved(policies).stream())
                .distinct()
                .toList();
        List<UpdateRequested> updates = wishes.stream().map(Wish::update).toList();
        List<Decision> decisions =
                UpdateDecider.decide(updates, policies, informed(updates, standing(repository, tip)));
        List<Chosen> chosen = new ArrayList<>();
        Set<CommitId> done = new LinkedHashSet<>();
        List<Decision.Leave> left = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        Tree tree = repository.mirror().tree(tip);
        for (int i = 0; i < wishes.size(); i++) {
            switch (decisions.get(i)) {
                case Decision.Write write -> {
                    Verdict verdict = verdict(write, tree);
                    if (verdict instanceof Verdict.Refused(String reason)) {
                        left.add(new Decision.Leave(Decision.Reason.NOT_VERIFIED));
                        refusals.add(write.policy().name() + ": "
                                + write.update().image() + ":" + write.update().tag() + ": " + reason);
                    } else {
                        chosen.add(new Chosen.Version(wishes.get(i), write));
                    }
                }
                case Decision.TakeBack back -> chosen.add(new Chosen.Revert(wishes.get(i), back));
                case Decision.Done before -> done.add(before.written().commit());
                case Decision.Leave leave -> left.add(leave);
            }
        }
        return new Round(policies, Bundle.of(chosen, policies), done, left, refusals);
    }

    /** Of values that none of our commits wrote the registry may know when they were made. */
    private Standing informed(List<UpdateRequested> updates, Standing standing) {
        Map<String, Present> present = new HashMap<>(standing.present());
        for (UpdateRequested update : updates) {
            present.computeIfPresent(
                    update.policy(),
                    (policy, one) -> one.built().isPresent() || isOurs(standing, policy, one)
                            ? one
                            : new Present(
                                    one.tag(), one.digest(), makings.of(update.image(), one.tag(), one.digest())));
        }
        return new Standing(standing.written(), present, standing.held());
    }

    private static boolean isOurs(Standing standing, String policy, Present present) {
        return standing.written().all().stream()
                .anyMatch(written ->
                        written.policy().equals(policy) && written.tag().equals(present.tag()));
    }

    private Verdict verdict(Decision.Write write, Tree tree) {
        return verifier.verify(
                write.update().image(),
                write.update().digest(),
                write.policy().versions().verification(),
                tree::read);
    }
}
