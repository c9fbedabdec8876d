package dev.millrace.updater.deliver;

import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.Commit;
import dev.millrace.git.PushOutcome;
import dev.millrace.updater.decide.Written;
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
    private static final int MOST_WAITING = 500;

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
    record Head(GitRef ref, Optional<CommitId> tip, List<Commit> own, boolean persons) {}

    /**
     * Brings bundles that go to one branch there, a commit for each.
     *
     * @param bundles not empty
     * @return the commits, old or new, that hold them
     */
    List<Delivered.OnBranch> deliver(
            ConfigRepository repository, CommitId base, List<Bundle> bundles, List<String> troubles) {
        Bundle first = bundles.getFirst();
        List<Wish> wishes = bundles.stream()
                .flatMap(bundle -> bundle.chosen().stream())
                .map(Chosen::wish)
                .toList();
        return alone(
                repository,
                () -> deliver(repository, base, new Group(first.group(), first.delivery()), wishes, troubles));
    }

    /**
     * Sees to the requests of a repository, whose branch may have moved: what the branch has by now is no longer proposed, a request with
     * nothing left is closed, one that is to be merged or could not be opened is tried again.
     *
     * @throws dev.millrace.git.GitUnavailable if the host is away
     */
    public void tend(ConfigRepository repository) {
        Optional<CommitId> base = repository.mirror().tip(repository.branch());
        if (base.isEmpty()) {
            return;
        }
        List<String> troubles = new ArrayList<>();
        Policies policies = repository.policies(base.get()).policies();
        policies.all().stream()
                .map(policy -> new Group(policy.group(), policies.deliveryOf(policy.group())))
                .filter(group -> group.delivery().mode() == Delivery.Mode.REQUEST)
                .distinct()
                .forEach(group -> alone(repository, () -> tend(repository, base.get(), group, troubles)));
        troubles.forEach(trouble -> LOG.warnf("to be mended: repository=%s what=%s", repository.id(), trouble));
    }

    private List<Delivered.OnBranch> tend(
            ConfigRepository repository, CommitId base, Group group, List<String> troubles) {
        if (!head(repository, base, group).own().isEmpty()) {
            return deliver(repository, base, group, List.of(), troubles);
        }
        if (repository.requests().containsKey(group.name())) {
            // Merged since, as a rule: there is no request left to tell of.
            requests.drop(repository, group, troubles);
        }
        return List.of();
    }

    private List<Delivered.OnBranch> deliver(
            ConfigRepository repository, CommitId base, Group group, List<Wish> asked, List<String> troubles) {
        Head head = head(repository, base, group);
        boolean onTop = goesOn(repository, base, group, head);
        CommitId start = onTop ? head.tip().orElseThrow() : base;
        List<Wish> wishes = new ArrayList<>(onTop ? List.of() : waiting(repository, head));
        wishes.addAll(asked);
        Round round = assessor.assess(repository, start, wishes);
        List<Delivered.OnBranch> written = new ArrayList<>();
        round.done().forEach(commit -> written.add(new Delivered.OnBranch(head.ref(), commit)));
        List<Made> made = made(repository, start, round, head.ref(), troubles);
        if (!made.isEmpty()) {
            push(
                    repository,
                    made.getLast()
                            .onto(head.ref(), head.tip(), !onTop && head.tip().isPresent()));
            made.forEach(one -> written.add(new Delivered.OnBranch(head.ref(), one.commit())));
        }
        if (group.delivery().mode() == Delivery.Mode.REQUEST) {
            if (made.isEmpty() && !onTop) {
                requests.drop(repository, group, troubles);
            } else {
                Optional<String> title = title(round, group, made, troubles)
                        .or(() -> titleAnew(repository, base, group, head, troubles));
                requests.keep(repository, head(repository, base, group), group, title, troubles);
            }
        }
        return written;
    }

    /** Whether the next commit goes on top of what the branch has; else it is built anew on the base. */
    private static boolean goesOn(ConfigRepository repository, CommitId base, Group group, Head head) {
        boolean anothers = head.persons()
                || (group.delivery().mode() == Delivery.Mode.BRANCH
                        && !head.own().isEmpty());
        return head.tip()
                .filter(tip -> anothers || repository.mirror().reaches(tip, base))
                .isPresent();
    }

    /** The commits for all that goes to a branch, one on the other. */
    private List<Made> made(
            ConfigRepository repository, CommitId start, Round round, GitRef ref, List<String> troubles) {
        List<Made> made = new ArrayList<>();
        for (Bundle bundle : round.bundles()) {
            if (bundle.mode() != Delivery.Mode.PUSH
                    && new Group(bundle.group(), bundle.delivery()).ref().equals(ref)) {
                CommitId parent = made.isEmpty() ? start : made.getLast().commit();
                commits.make(repository, parent, round.policies(), bundle, troubles)
                        .ifPresent(made::add);
            }
        }
        return made;
    }

    private Optional<String> title(Round round, Group group, List<Made> made, List<String> troubles) {
        List<FileChange> changes =
                made.stream().flatMap(one -> one.changes().stream()).toList();
        return round.bundles().stream()
                .filter(bundle -> bundle.group().equals(group.name()) && !changes.isEmpty())
                .findFirst()
                .map(bundle -> commits.messages().title(bundle, changes, troubles));
    }

    /** Of a request that isn't known to be there, though its branch is pushed: its host was away, or we were. As if all were made now. */
    private Optional<String> titleAnew(
            ConfigRepository repository, CommitId base, Group group, Head head, List<String> troubles) {
        if (GroupRequests.isThere(repository, group)) {
            return Optional.empty();
        }
        Round round = assessor.assess(repository, base, waiting(repository, head));
        return title(round, group, made(repository, base, round, head.ref(), troubles), troubles);
    }

    /** One at a time for each repository: the writer of the branch, and whoever looks after requests. */
    private <T> T alone(ConfigRepository repository, Supplier<T> work) {
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
        boolean persons = false;
        if (tip.isPresent()) {
            try (Stream<Commit> history =
                    repository.mirror().firstParents(tip.get()).limit(MOST_WAITING)) {
                for (Iterator<Commit> each = history.iterator(); each.hasNext(); ) {
                    Commit commit = each.next();
                    if (repository.mirror().reaches(base, commit.id())) {
                        break;
                    }
                    persons |= !repository.isOurs(commit);
                    own.add(commit);
                }
            }
        }
        Collections.reverse(own);
        return new Head(ref, tip, own, persons);
    }

    /** What the branch's commits were asked for, oldest first; whatever the base has by now is left out by the next decision. */
    private static List<Wish> waiting(ConfigRepository repository, Head head) {
        return head.own().stream()
                .flatMap(commit -> OurTrailers.read(commit).stream().map(written -> wish(repository, commit, written)))
                .toList();
    }

    private static Wish wish(ConfigRepository repository, Commit commit, Written written) {
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
        return new Wish(update, written.chain(), OurTrailers.trace(commit));
    }

    /** It was let through before: what has to wait for a promotion was one, whatever else is in its commit. */
    private static UpdateRequested.Kind kind(ConfigRepository repository, Commit commit, Written written) {
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

    private void push(ConfigRepository repository, Made made) {
        switch (commits.push(repository, made)) {
            case PushOutcome.Pushed pushed -> repository.pushed();
            case PushOutcome.Rejected rejected ->
                throw new NotWritten("pushing to " + repository.id() + " " + made.onto() + ": " + rejected.reason());
            case PushOutcome.Refused refused -> {
                String why = "pushing to " + repository.id() + " " + made.onto() + ": refused: " + refused.reason();
                repository.pushRefused(why);
                throw new NotWritten(why);
            }
        }
    }
}
