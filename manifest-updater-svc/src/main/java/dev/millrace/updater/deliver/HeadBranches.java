package dev.millrace.updater.deliver;

import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.Commit;
import dev.millrace.git.PushOutcome;
import dev.millrace.updater.decide.Written;
import dev.millrace.updater.policy.Delivery;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.repository.OurTrailers;
import dev.millrace.updater.review.Kept;
import dev.millrace.updater.review.Proposal;
import dev.millrace.updater.review.RequestKeeper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
    private final CommitMessages messages;
    private final Function<RepositoryId, Optional<RequestKeeper>> keepers;

    public HeadBranches(
            Assessor assessor,
            Commits commits,
            CommitMessages messages,
            Function<RepositoryId, Optional<RequestKeeper>> keepers) {
        this.assessor = assessor;
        this.commits = commits;
        this.messages = messages;
        this.keepers = keepers;
    }

    /** Where a head branch stands. */
    private record Head(GitRef ref, Optional<CommitId> tip, List<Commit> own, boolean persons) {}

    /** The commits, old or new, that hold the bundle on the group's branch. */
    List<Delivered.OnBranch> deliver(ConfigRepository repository, CommitId base, Bundle bundle, List<String> troubles) {
        Head head = head(repository, base, bundle);
        boolean onTop = head.tip()
                .filter(tip -> head.persons() || repository.mirror().reaches(tip, base))
                .isPresent();
        CommitId parent = onTop ? head.tip().orElseThrow() : base;
        List<Wish> wishes = new ArrayList<>(onTop ? List.of() : waiting(repository, head));
        bundle.chosen().forEach(one -> wishes.add(one.wish()));
        Round round = assessor.assess(repository, parent, wishes);
        List<Delivered.OnBranch> written = new ArrayList<>(round.done().stream()
                .map(commit -> new Delivered.OnBranch(head.ref(), commit))
                .toList());
        Optional<Bundle> own = round.bundles().stream()
                .filter(one -> one.group().equals(bundle.group()) && one.mode() != Delivery.Mode.PUSH)
                .findFirst();
        Optional<Made> made = own.flatMap(one -> commits.make(repository, parent, round.policies(), one, troubles))
                .map(one ->
                        one.onto(head.ref(), head.tip(), !onTop && head.tip().isPresent()));
        if (made.isPresent()) {
            push(repository, made.get());
            written.add(new Delivered.OnBranch(head.ref(), made.get().commit()));
        }
        if (bundle.delivery().mode() == Delivery.Mode.REQUEST && (made.isPresent() || onTop)) {
            Bundle proposed = own.orElse(bundle);
            keep(
                    repository,
                    head(repository, base, bundle),
                    proposed,
                    made.map(Made::changes).orElse(List.of()),
                    troubles);
        }
        return written;
    }

    private static Head head(ConfigRepository repository, CommitId base, Bundle bundle) {
        GitRef ref = GitRef.branch(bundle.delivery().branchOf(bundle.group()));
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
                // It was decided before, be it as a promotion or by an image.
                UpdateRequested.Kind.PROMOTION,
                written.image(),
                written.tag(),
                written.digest(),
                written.built().at(),
                Optional.of(written.built().at()),
                written.built().from(),
                Optional.empty(),
                written.event(),
                commit.committedAt());
        return new Wish(update, written.chain(), OurTrailers.trace(commit));
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

    private void keep(
            ConfigRepository repository, Head head, Bundle bundle, List<FileChange> changes, List<String> troubles) {
        Optional<RequestKeeper> keeper = keepers.apply(repository.id());
        if (keeper.isEmpty()) {
            troubles.add("group " + bundle.group()
                    + ": no host for requests is configured: millrace.updater.repositories.\"<name>\".review");
            return;
        }
        String text = head.own().stream()
                .map(commit -> "- " + commit.message().lines().findFirst().orElse(""))
                .reduce("", (a, b) -> a + b + "\n");
        List<String> proposed = head.own().stream()
                .flatMap(commit -> OurTrailers.read(commit).stream())
                .map(written ->
                        written.policy() + ": " + written.image() + ":" + written.tag() + "@" + written.digest())
                .distinct()
                .toList();
        Kept kept = keeper.get()
                .keep(new Proposal(
                        bundle.group(),
                        head.ref(),
                        head.tip().orElseThrow(),
                        repository.branch(),
                        messages.title(bundle, changes, troubles),
                        text,
                        bundle.delivery().request().labels(),
                        proposed,
                        bundle.delivery().request().merged()));
        LOG.infof(
                "request: repository=%s group=%s kept=%s",
                repository.id(), bundle.group(), kept.getClass().getSimpleName());
    }
}
