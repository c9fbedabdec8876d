package dev.millrace.updater.deliver;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.transport.PushOutcome;
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
 * The single writer of a branch. Decides again on the branch's tip, edits, commits and pushes; when another push was faster, it repeats all
 * steps for as long as necessary.
 */
public final class BranchWriter {
    private static final Logger LOG = Logger.getLogger(BranchWriter.class);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(5);

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
     * @throws dev.millrace.git.GitUnavailable if the host is unreachable
     * @throws WriteFailed if the host refuses the commit, or the branch is missing
     */
    public DeliveryResult write(ConfigRepository repository, List<PendingUpdate> pendingUpdates) {
        Set<DeliveryResult.BranchCommit> written = new LinkedHashSet<>();
        List<String> problems = new ArrayList<>();
        CommitId tip = freshTip(repository);
        for (int lost = 0; true; ) {
            Assessment assessment = assess(repository, tip, pendingUpdates);
            assessment
                    .done()
                    .forEach(commit -> written.add(new DeliveryResult.BranchCommit(repository.branch(), commit)));
            problems.addAll(assessment.refusals());
            Optional<UnpushedCommit> commit = firstCommit(repository, tip, assessment, problems);
            if (commit.isEmpty()) {
                repository.recordPushed();
                written.addAll(deliverHeadBranches(repository, tip, assessment, problems));
                return result(written, assessment, problems);
            }
            PushOutcome outcome = metrics.timed("push", () -> commits.push(repository, commit.get()));
            switch (outcome) {
                case PushOutcome.Pushed pushed -> {
                    lost = 0;
                    repository.recordPushed();
                    written.add(new DeliveryResult.BranchCommit(
                            repository.branch(), commit.get().commit()));
                    if (commit.get().isAll()) {
                        return result(written, assessment, problems);
                    }
                    tip = commit.get().commit();
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

    private static DeliveryResult result(
            Set<DeliveryResult.BranchCommit> written, Assessment assessment, List<String> problems) {
        return new DeliveryResult(
                written, assessment.left(), problems.stream().distinct().toList(), assessment.unavailable());
    }

    private CommitId freshTip(ConfigRepository repository) {
        return metrics.timed("fetch", repository::freshTip)
                .orElseThrow(() -> new WriteFailed(
                        "write failed: " + repository.id() + ": no branch " + repository.branch() + "; create it"));
    }

    private Assessment assess(ConfigRepository repository, CommitId tip, List<PendingUpdate> pendingUpdates) {
        return metrics.timed("decide", () -> assessor.assess(repository, tip, pendingUpdates));
    }

    /** The commit of the first bundle that goes to the branch itself and changes a file. */
    private Optional<UnpushedCommit> firstCommit(
            ConfigRepository repository, CommitId tip, Assessment assessment, List<String> problems) {
        List<Bundle> direct = assessment.bundles().stream()
                .filter(bundle -> bundle.mode() == Delivery.Mode.PUSH)
                .toList();
        for (Bundle bundle : direct) {
            Optional<UnpushedCommit> commit = metrics.timed(
                    "edit", () -> commits.create(repository, tip, assessment.policies(), bundle, problems));
            if (commit.isPresent()) {
                boolean all = bundle.equals(direct.getLast())
                        && direct.size() == assessment.bundles().size();
                return Optional.of(commit.get().isAll(all));
            }
        }
        return Optional.empty();
    }

    /** Delivers the bundles that go to head branches, after the branch itself is complete. */
    private List<DeliveryResult.BranchCommit> deliverHeadBranches(
            ConfigRepository repository, CommitId tip, Assessment assessment, List<String> problems) {
        return assessment.bundles().stream()
                .filter(bundle -> bundle.mode() != Delivery.Mode.PUSH)
                .collect(Collectors.groupingBy(
                        bundle -> bundle.delivery().branchOf(bundle.group()), LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .flatMap(bundles -> heads.deliver(repository, tip, bundles, problems).stream())
                .toList();
    }

    private void rejected(ConfigRepository repository, String reason, int lost) {
        metrics.failed("push-rejected");
        repository.recordPushLost(lost);
        LOG.infof(
                "push rejected, retrying on the new tip: repository=%s lost=%d error=%s",
                repository.id(), lost, reason);
        pause(lost);
    }

    private WriteFailed refused(ConfigRepository repository, String reason) {
        metrics.failed("push-refused");
        String why = "push refused: " + repository.id() + " " + repository.branch() + ": " + reason;
        repository.recordPushRefused(why);
        return new WriteFailed(why);
    }

    /** Pauses longer after each lost push, by a random time, so that writers do not collide again. */
    private static void pause(int lost) {
        long max = Math.min(MAX_PAUSE.toMillis(), 25L << Math.min(lost, 10));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(max / 2, max));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WriteFailed("push failed: the service is stopping");
        }
    }
}
