package dev.millrace.updater.deliver;

import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.commit.Commit;
import dev.millrace.git.transport.PushOutcome;
import dev.millrace.updater.decide.WrittenUpdate;
import dev.millrace.updater.policy.Delivery;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Promotion;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.review.RequestKeeper;
import dev.millrace.updater.trailer.OurTrailers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Delivers a group's changes to a head branch of ours and maintains its pull or merge request. Such a branch contains all pending changes of
 * the group. When the base has moved, the branch is rebuilt first and replaced afterwards. User commits on it are never lost.
 */
public final class HeadBranches {
    private static final Logger LOG = Logger.getLogger(HeadBranches.class);
    private static final int MAX_PENDING = 500;

    private final Assessor assessor;
    private final Commits commits;
    private final GroupRequests requests;
    private final Map<RepositoryId, ReentrantLock> locks = new ConcurrentHashMap<>();

    public HeadBranches(Assessor assessor, Commits commits, Function<RepositoryId, Optional<RequestKeeper>> keepers) {
        this.assessor = assessor;
        this.commits = commits;
        this.requests = new GroupRequests(keepers);
    }

    /** The policies that are delivered together, and their delivery. */
    record Group(String name, Delivery delivery) {
        GitRef ref() {
            return GitRef.branch(delivery.branchOf(name));
        }
    }

    /** The state of a head branch; {@code own} are the commits that the base lacks, oldest first. */
    record Head(GitRef ref, Optional<CommitId> tip, List<Commit> own, boolean hasUserCommits) {}

    /**
     * Delivers bundles to their common head branch, a commit for each.
     *
     * @param bundles not empty
     * @return the commits, old or new, that contain them
     */
    List<DeliveryResult.BranchCommit> deliver(
            ConfigRepository repository, CommitId base, List<Bundle> bundles, List<String> problems) {
        Bundle first = bundles.getFirst();
        List<PendingUpdate> pendingUpdates = bundles.stream()
                .flatMap(bundle -> bundle.accepted().stream())
                .map(AcceptedUpdate::pendingUpdate)
                .toList();
        return exclusively(
                repository,
                () -> deliver(repository, base, new Group(first.group(), first.delivery()), pendingUpdates, problems));
    }

    /**
     * Reconciles the requests of a repository whose branch may have moved: changes that the branch already contains are no longer proposed, an
     * empty request is closed, and a failed merge or opening is tried again.
     *
     * @throws dev.millrace.git.GitUnavailable if the host is unreachable
     */
    public void reconcileRequests(ConfigRepository repository) {
        Optional<CommitId> base = repository.mirror().tip(repository.branch());
        if (base.isEmpty()) {
            return;
        }
        List<String> problems = new ArrayList<>();
        Policies policies = repository.policies(base.get()).policies();
        policies.all().stream()
                .map(policy -> new Group(policy.group(), policies.deliveryOf(policy.group())))
                .filter(group -> group.delivery().mode() == Delivery.Mode.REQUEST)
                .distinct()
                .forEach(group ->
                        exclusively(repository, () -> reconcileRequests(repository, base.get(), group, problems)));
        problems.forEach(
                problem -> LOG.warnf("configuration problem: repository=%s error=%s", repository.id(), problem));
    }

    private List<DeliveryResult.BranchCommit> reconcileRequests(
            ConfigRepository repository, CommitId base, Group group, List<String> problems) {
        if (!head(repository, base, group).own().isEmpty()) {
            return deliver(repository, base, group, List.of(), problems);
        }
        if (repository.requests().containsKey(group.name())) {
            // Usually it was merged since: no request is left to report.
            requests.drop(repository, group, problems);
        }
        return List.of();
    }

    private List<DeliveryResult.BranchCommit> deliver(
            ConfigRepository repository,
            CommitId base,
            Group group,
            List<PendingUpdate> requested,
            List<String> problems) {
        Head head = head(repository, base, group);
        boolean append = isAppended(repository, base, group, head);
        CommitId start = append ? head.tip().orElseThrow() : base;
        List<PendingUpdate> pendingUpdates = new ArrayList<>(append ? List.of() : pendingUpdates(repository, head));
        pendingUpdates.addAll(requested);
        Assessment assessment =
                assessor.assess(repository, start, pendingUpdates).complete();
        List<DeliveryResult.BranchCommit> written = new ArrayList<>();
        assessment.done().forEach(commit -> written.add(new DeliveryResult.BranchCommit(head.ref(), commit)));
        List<UnpushedCommit> newCommits = commitAll(repository, start, assessment, head.ref(), problems);
        if (!newCommits.isEmpty()) {
            push(
                    repository,
                    newCommits
                            .getLast()
                            .onto(head.ref(), head.tip(), !append && head.tip().isPresent()));
            newCommits.forEach(one -> written.add(new DeliveryResult.BranchCommit(head.ref(), one.commit())));
        }
        if (group.delivery().mode() == Delivery.Mode.REQUEST) {
            if (newCommits.isEmpty() && !append) {
                requests.drop(repository, group, problems);
            } else {
                Optional<String> title = title(assessment, group, newCommits, problems)
                        .or(() -> titleOfMissingRequest(repository, base, group, head, problems));
                requests.keep(repository, head(repository, base, group), group, title, problems);
            }
        }
        return written;
    }

    /** Returns true if the next commit is appended to the branch; otherwise the branch is rebuilt on the base. */
    private static boolean isAppended(ConfigRepository repository, CommitId base, Group group, Head head) {
        boolean notReplaceable = head.hasUserCommits()
                || (group.delivery().mode() == Delivery.Mode.BRANCH
                        && !head.own().isEmpty());
        return head.tip()
                .filter(tip -> notReplaceable || repository.mirror().reaches(tip, base))
                .isPresent();
    }

    /** Creates the commits of all bundles of a branch, each on top of the previous one. */
    private List<UnpushedCommit> commitAll(
            ConfigRepository repository, CommitId start, Assessment assessment, GitRef ref, List<String> problems) {
        List<UnpushedCommit> newCommits = new ArrayList<>();
        for (Bundle bundle : assessment.bundles()) {
            if (bundle.mode() != Delivery.Mode.PUSH
                    && new Group(bundle.group(), bundle.delivery()).ref().equals(ref)) {
                CommitId parent =
                        newCommits.isEmpty() ? start : newCommits.getLast().commit();
                commits.create(repository, parent, assessment.policies(), bundle, problems)
                        .ifPresent(newCommits::add);
            }
        }
        return newCommits;
    }

    private Optional<String> title(
            Assessment assessment, Group group, List<UnpushedCommit> newCommits, List<String> problems) {
        List<FileChange> changes =
                newCommits.stream().flatMap(one -> one.changes().stream()).toList();
        return assessment.bundles().stream()
                .filter(bundle -> bundle.group().equals(group.name()) && !changes.isEmpty())
                .findFirst()
                .map(bundle -> commits.messages().title(bundle, changes, problems));
    }

    /** The title of a request that is not recorded although its branch is pushed, because its host or this service was down at that time. */
    private Optional<String> titleOfMissingRequest(
            ConfigRepository repository, CommitId base, Group group, Head head, List<String> problems) {
        if (GroupRequests.isRecorded(repository, group)) {
            return Optional.empty();
        }
        Assessment assessment = assessor.assess(repository, base, pendingUpdates(repository, head))
                .complete();
        return title(assessment, group, commitAll(repository, base, assessment, head.ref(), problems), problems);
    }

    /** Runs work for a repository exclusively: its branch writer and the reconciliation of requests take turns. */
    private <T> T exclusively(ConfigRepository repository, Supplier<T> work) {
        ReentrantLock lock = locks.computeIfAbsent(repository.id(), id -> new ReentrantLock());
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private static Head head(ConfigRepository repository, CommitId base, Group group) {
        GitRef ref = group.ref();
        Optional<CommitId> tip = repository.fetch(ref);
        List<Commit> own = new ArrayList<>();
        boolean hasUserCommits = false;
        if (tip.isPresent()) {
            try (Stream<Commit> history =
                    repository.mirror().firstParents(tip.get()).limit(MAX_PENDING)) {
                for (Iterator<Commit> each = history.iterator(); each.hasNext(); ) {
                    Commit commit = each.next();
                    if (repository.mirror().reaches(base, commit.id())) {
                        break;
                    }
                    hasUserCommits |= !repository.isOurs(commit);
                    own.add(commit);
                }
            }
        }
        Collections.reverse(own);
        return new Head(ref, tip, own, hasUserCommits);
    }

    /** The updates that the branch's commits were created for, oldest first; the next decision drops those that the base already contains. */
    private static List<PendingUpdate> pendingUpdates(ConfigRepository repository, Head head) {
        return head.own().stream()
                .flatMap(commit ->
                        OurTrailers.read(commit).stream().map(written -> pendingUpdate(repository, commit, written)))
                .toList();
    }

    private static PendingUpdate pendingUpdate(ConfigRepository repository, Commit commit, WrittenUpdate written) {
        UpdateRequested update = new UpdateRequested(
                repository.id(),
                repository.branch(),
                written.policy(),
                "",
                kind(repository, commit, written),
                written.image(),
                written.tag(),
                written.digest(),
                written.built().at(),
                Optional.of(written.built().at()),
                written.built().from(),
                written.reverts(),
                written.event(),
                commit.committedAt());
        return new PendingUpdate(update, written.chain(), OurTrailers.trace(commit));
    }

    /** The update passed its gates before, so a policy with conditions is a promotion here, whatever else its commit contains. */
    private static UpdateRequested.Kind kind(ConfigRepository repository, Commit commit, WrittenUpdate written) {
        return switch (OurTrailers.origin(commit)) {
            case ROLLBACK -> UpdateRequested.Kind.REVERT;
            case PROMOTION -> UpdateRequested.Kind.PROMOTION;
            case UPDATE, HUMAN -> {
                boolean waits = repository
                        .policies(commit.id())
                        .policies()
                        .named(written.policy())
                        .filter(policy -> !policy.promotion().gates().equals(Promotion.Gates.NONE)
                                || policy.promotion().after().isPresent())
                        .isPresent();
                yield waits ? UpdateRequested.Kind.PROMOTION : UpdateRequested.Kind.IMAGE;
            }
        };
    }

    private void push(ConfigRepository repository, UnpushedCommit commit) {
        switch (commits.push(repository, commit)) {
            case PushOutcome.Pushed pushed -> repository.recordPushed();
            case PushOutcome.Rejected rejected ->
                throw new WriteFailed(
                        "push failed: " + repository.id() + " " + commit.onto() + ": " + rejected.reason());
            case PushOutcome.Refused refused -> {
                String why = "push refused: " + repository.id() + " " + commit.onto() + ": " + refused.reason();
                repository.recordPushRefused(why);
                throw new WriteFailed(why);
            }
        }
    }
}
