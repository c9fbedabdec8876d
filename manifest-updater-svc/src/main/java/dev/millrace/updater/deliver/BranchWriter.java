package dev.millrace.updater.deliver;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.PushOutcome;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.updater.policy.Delivery;
import dev.millrace.updater.repository.ConfigRepository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The one writer of a branch. Decides anew on the branch's tip, edits, commits and pushes; when somebody else was quicker, all over again,
 * for as long as it takes.
 */
public final class BranchWriter {
    private static final Logger LOG = Logger.getLogger(BranchWriter.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Assessor assessor;
    private final Commits commits;
    private final HeadBranches heads;
    private final DeliveryMetrics metrics;

    public BranchWriter(Assessor assessor, Commits commits, HeadBranches heads, DeliveryMetrics metrics) {
        this.assessor = assessor;
        this.commits = commits;
        this.heads = heads;
        this.metrics = metrics;
    }

    /**
     * Writes updates of one repository: a commit for each of its environments and groups.
     *
     * @throws dev.millrace.git.GitUnavailable if the host is away
     * @throws NotWritten if it will not have the commit, or the branch is missing
     */
    public Delivered write(ConfigRepository repository, List<Wish> wishes) {
        Set<Delivered.OnBranch> written = new LinkedHashSet<>();
        List<String> troubles = new ArrayList<>();
        CommitId tip = freshTip(repository);
        for (int lost = 0; true; ) {
            Round round = round(repository, tip, wishes);
            round.done().forEach(commit -> written.add(new Delivered.OnBranch(repository.branch(), commit)));
            troubles.addAll(round.refusals());
            Optional<Made> made = first(repository, tip, round, troubles);
            if (made.isEmpty()) {
                repository.pushed();
                written.addAll(aside(repository, tip, round, troubles));
                return new Delivered(
                        written, round.left(), troubles.stream().distinct().toList());
            }
            PushOutcome outcome = metrics.timed("push", () -> commits.push(repository, made.get()));
            switch (outcome) {
                case PushOutcome.Pushed pushed -> {
                    lost = 0;
                    repository.pushed();
                    written.add(new Delivered.OnBranch(
                            repository.branch(), made.get().commit()));
                    if (made.get().isAll()) {
                        return new Delivered(
                                written,
                                round.left(),
                                troubles.stream().distinct().toList());
                    }
                    tip = made.get().commit();
                }
                case PushOutcome.Rejected rejected -> {
                    lost++;
                    rejected(repository, rejected.reason(), lost);
                    tip = freshTip(repository);
                }
                case PushOutcome.Refused refused -> throw refused(repository, refused.reason());
            }
        }
    }

    private CommitId freshTip(ConfigRepository repository) {
        return metrics.timed("fetch", repository::freshTip)
                .orElseThrow(
                        () -> new NotWritten("writing to " + repository.id() + ": it has no " + repository.branch()));
    }

    private Round round(ConfigRepository repository, CommitId tip, List<Wish> wishes) {
        return metrics.timed("decide", () -> assessor.assess(repository, tip, wishes));
    }

    /** The commit for the first of the bundles that are to go onto the branch itself, and that changes anything. */
    private Optional<Made> first(ConfigRepository repository, CommitId tip, Round round, List<String> troubles) {
        List<Bundle> direct = round.bundles().stream()
                .filter(bundle -> bundle.mode() == Delivery.Mode.PUSH)
                .toList();
        for (Bundle bundle : direct) {
            Optional<Made> made =
                    metrics.timed("edit", () -> commits.make(repository, tip, round.policies(), bundle, troubles));
            if (made.isPresent()) {
                boolean all = bundle.equals(direct.getLast())
                        && direct.size() == round.bundles().size();
                return Optional.of(made.get().isAll(all));
            }
        }
        return Optional.empty();
    }

    /** What goes onto branches of our own, when the branch itself has all that it is to have. */
    private List<Delivered.OnBranch> aside(
            ConfigRepository repository, CommitId tip, Round round, List<String> troubles) {
        return round.bundles().stream()
                .filter(bundle -> bundle.mode() != Delivery.Mode.PUSH)
                .collect(Collectors.groupingBy(
                        bundle -> bundle.delivery().branchOf(bundle.group()), LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .flatMap(bundles -> heads.deliver(repository, tip, bundles, troubles).stream())
                .toList();
    }

    private void rejected(ConfigRepository repository, String reason, int lost) {
        metrics.failed("push-rejected");
        repository.pushLost(lost);
        LOG.infof("push rejected, again on the new tip: repository=%s lost=%d why=%s", repository.id(), lost, reason);
        pause(lost);
    }

    private NotWritten refused(ConfigRepository repository, String reason) {
        metrics.failed("push-refused");
        String why = "pushing to " + repository.id() + " " + repository.branch() + ": refused: " + reason;
        repository.pushRefused(why);
        return new NotWritten(why);
    }

    /** Longer the more often others were quicker, and by chance, so that writers don't meet again. */
    private static void pause(int lost) {
        long most = Math.min(LONGEST_PAUSE.toMillis(), 25L << Math.min(lost, 10));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotWritten("pushing: the service is stopping");
        }
    }
}
