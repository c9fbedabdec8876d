package dev.millrace.updater.deliver;

import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.Commit;
import dev.millrace.git.PushOutcome;
import dev.millrace.updater.decide.WrittenUpdate;
import dev.millrace.updater.policy.Delivery;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Promotion;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.repository.OurTrailers;
import dev.millrace.updater.review.RequestKeeper;
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
 * Brings a group's changes to a branch of our own, and keeps its pull or merge request. Such a branch holds all that the group waits for; it
 * is built anew, and only then replaced, when the base has moved on. A person's commits on it are never lost.
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

    /** What is delivered together, and how. */
    record Group(String name, Delivery delivery) {
        GitRef ref() {
            return GitRef.branch(delivery.branchOf(name));
        }
    }

    /** Where a head branch stands; {@code own} is what the base doesn't have, oldest first. */
    record Head(GitRef ref, Optional<CommitId> tip, List<Commit> own, boolean hasUserCommits) {}

    /**
     * Brings bundles that go to one branch there, a commit for each.
     *
     * @param bundles not empty
     * @return the commits, old or new, that hold them
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
     * Sees to the requests of a repository, whose branch may have moved: what the branch has by now is no longer proposed, a request with
     * nothing left is closed, one that is to be merged or could not be opened is tried again.
     *
     * @throws dev.millrace.git.GitUnavailable if the host is away
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
        problems.forEach(problem -> LOG.warnf("to be mended: repository=%s what=%s", repository.id(), problem));
    }

    private List<DeliveryResult.BranchCommit> reconcileRequests(
            ConfigRepository repository, CommitId base, Group group, List<String> problems) {
        if (!head(repository, base, group).own().isEmpty()) {
            return deliver(repository, base, group, List.of(), problems);
        }
        if (repository.requests().containsKey(group.name())) {
            // Merged since, as a rule: there is no request left to tell of.
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
        Assessment assessment = assessor.assess(repository, start, pendingUpdates);
        List<DeliveryResult.BranchCommit> written = new ArrayList<>();
        assessment.done().forEach(commit -> written.add(new DeliveryResult.BranchCommit(head.ref(), commit)));
        List<UnpushedCommit> commitList = commitAll(repository, start, assessment, head.ref(), problems);
        if (!commitList.isEmpty()) {
            push(
                    repository,
                    commitList
                            .getLast()
                            .onto(head.ref(), head.tip(), !append && head.tip().isPresent()));
            commitList.forEach(one -> written.add(new DeliveryResult.BranchCommit(head.ref(), one.commit())));
        }
        if (group.delivery().mode() == Delivery.Mode.REQUEST) {
            if (commitList.isEmpty() && !append) {
                requests.drop(repository, group, problems);
            } else {
                Optional<String> title = title(assessment, group, commitList, problems)
                        .or(() -> titleOfMissingRequest(repository, base, group, head, problems));
                requests.keep(repository, head(repository, base, group), group, title, problems);
            }
        }
        return written;
    }

    /** Whether the next commit goes on top of what the branch has; else it is built anew on the base. */
    private static boolean isAppended(ConfigRepository repository, CommitId base, Group group, Head head) {
        boolean notReplaceable = head.hasUserCommits()
                || (group.delivery().mode() == Delivery.Mode.BRANCH
                        && !head.own().isEmpty());
        return head.tip()
                .filter(tip -> notReplaceable || repository.mirror().reaches(tip, base))
                .isPresent();
    }

    /** The commits for all that goes to a branch, one on the other. */
    private List<UnpushedCommit> commitAll(
            ConfigRepository repository, CommitId start, Assessment assessment, GitRef ref, List<String> problems) {
        List<UnpushedCommit> commitList = new ArrayList<>();
        for (Bundle bundle : assessment.bundles()) {
            if (bundle.mode() != Delivery.Mode.PUSH
                    && new Group(bundle.group(), bundle.delivery()).ref().equals(ref)) {
                CommitId parent =
                        commitList.isEmpty() ? start : commitList.getLast().commit();
                commits.create(repository, parent, assessment.policies(), bundle, problems)
                        .ifPresent(commitList::add);
            }
        }
        return commitList;
    }

    private Optional<String> title(
            Assessment assessment, Group group, List<UnpushedCommit> commitList, List<String> problems) {
        List<FileChange> changes =
                commitList.stream().flatMap(one -> one.changes().stream()).toList();
        return assessment.bundles().stream()
                .filter(bundle -> bundle.group().equals(group.name()) && !changes.isEmpty())
                .findFirst()
                .map(bundle -> commits.messages().title(bundle, changes, problems));
    }

    /** Of a request that isn't known to be there, though its branch is pushed: its host was away, or we were. As if all were made now. */
    private Optional<String> titleOfMissingRequest(
            ConfigRepository repository, CommitId base, Group group, Head head, List<String> problems) {
        if (GroupRequests.isRecorded(repository, group)) {
            return Optional.empty();
        }
        Assessment assessment = assessor.assess(repository, base, pendingUpdates(repository, head));
        return title(assessment, group, commitAll(repository, base, assessment, head.ref(), problems), problems);
    }

    /** One at a time for each repository: the writer of the branch, and whoever looks after requests. */
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

    /** What the branch's commits were asked for, oldest first; whatever the base has by now is left out by the next decision. */
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

    /** It was let through before: what has to wait for a promotion was one, whatever else is in its commit. */
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
                throw new WriteFailed("pushing to " + repository.id() + " " + commit.onto() + ": " + rejected.reason());
            case PushOutcome.Refused refused -> {
                String why = "pushing to " + repository.id() + " " + commit.onto() + ": refused: " + refused.reason();
                repository.recordPushRefused(why);
                throw new WriteFailed(why);
            }
        }
    }
}
