package dev.millrace.updater.deliver;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.CommitDraft;
import dev.millrace.git.PushOutcome;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.updater.decide.Decision;
import dev.millrace.updater.decide.Standing;
import dev.millrace.updater.decide.UpdateDecider;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.repository.PoliciesInForce;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * The one writer of a branch. Decides anew on the branch's tip, edits, commits and pushes; when somebody else was quicker, all over again.
 */
public final class BranchWriter {
    private static final Logger LOG = Logger.getLogger(BranchWriter.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final DeliveryMetrics metrics;
    private final Clock clock;

    public BranchWriter(DeliveryMetrics metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    /** What is to be committed on a tip. */
    private record Plan(Edits edits, List<Wish> written, Set<CommitId> done, List<Decision.Leave> left) {}

    /**
     * Writes updates of one repository, in one commit.
     *
     * @throws dev.millrace.git.GitUnavailable if the host is away
     * @throws NotWritten if it will not have the commit, or the branch is missing
     */
    public Delivered write(ConfigRepository repository, List<Wish> wishes) {
        for (int tries = 1; true; tries++) {
            CommitId tip = metrics.timed("fetch", () -> repository.freshTip())
                    .orElseThrow(() ->
                            new NotWritten("writing to " + repository.id() + ": it has no " + repository.branch()));
            Plan plan = metrics.timed("edit", () -> plan(repository, tip, wishes));
            if (plan.written().isEmpty()) {
                return new Delivered(plan.done(), plan.left(), plan.edits().troubles());
            }
            Optional<CommitId> pushed = push(repository, tip, plan);
            if (pushed.isPresent()) {
                Set<CommitId> commits = new LinkedHashSet<>(plan.done());
                commits.add(pushed.get());
                return new Delivered(commits, plan.left(), plan.edits().troubles());
            }
            pause(tries);
        }
    }

    private static Plan plan(ConfigRepository repository, CommitId tip, List<Wish> asked) {
        PoliciesInForce inForce = repository.policies(tip);
        List<Wish> wishes = asked.stream()
                .flatMap(wish -> wish.resolved(inForce.policies()).stream())
                .toList();
        List<Decision> decisions = UpdateDecider.decide(
                wishes.stream().map(Wish::update).toList(),
                inForce.policies(),
                Standing.written(repository.written(tip)));
        List<Decision.Write> writes = new ArrayList<>();
        List<Decision.Leave> left = new ArrayList<>();
        Set<CommitId> done = new LinkedHashSet<>();
        for (Decision decision : decisions) {
            switch (decision) {
                case Decision.Write write -> writes.add(write);
                case Decision.Leave leave -> left.add(leave);
                case Decision.TakeBack back -> left.add(new Decision.Leave(Decision.Reason.NOTHING_TO_REVERT));
                case Decision.Done before -> done.add(before.written().commit());
            }
        }
        Edits edits = EditPass.over(
                repository.mirror().tree(tip), writes, inForce.policies().names());
        List<Wish> written = wishes.stream()
                .filter(wish -> edits.concern(wish.update().policy())
                        && writes.stream().anyMatch(write -> write.update().equals(wish.update())))
                .distinct()
                .toList();
        return new Plan(edits, written, done, left);
    }

    private Optional<CommitId> push(ConfigRepository repository, CommitId tip, Plan plan) {
        CommitId commit = repository
                .mirror()
                .write(new CommitDraft(
                        Optional.of(tip),
                        plan.edits().files(),
                        Set.of(),
                        repository.committer(),
                        repository.committer(),
                        clock.instant(),
                        CommitMessage.of(plan.written(), plan.edits().changes())));
        PushOutcome outcome =
                metrics.timed("push", () -> repository.mirror().push(repository.branch(), Optional.of(tip), commit));
        return switch (outcome) {
            case PushOutcome.Pushed pushed -> {
                repository.pushAnswered("");
                LOG.infof(
                        "committed: repository=%s commit=%s updates=%d files=%d",
                        repository.id(),
                        commit,
                        plan.written().size(),
                        plan.edits().files().size());
                yield Optional.of(commit);
            }
            case PushOutcome.Rejected rejected -> {
                metrics.failed("push-rejected");
                LOG.infof(
                        "push rejected, again on the new tip: repository=%s why=%s",
                        repository.id(), rejected.reason());
                yield Optional.empty();
            }
            case PushOutcome.Refused refused -> {
                metrics.failed("push-refused");
                String why =
                        "pushing to " + repository.id() + " " + repository.branch() + ": refused: " + refused.reason();
                repository.pushAnswered(why);
                throw new NotWritten(why);
            }
        };
    }

    /** Longer the more often others were quicker, and by chance, so that writers don't meet again. */
    private static void pause(int tries) {
        long most = Math.min(LONGEST_PAUSE.toMillis(), 25L << Math.min(tries, 10));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotWritten("pushing: the service is stopping");
        }
    }
}
