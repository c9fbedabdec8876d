package dev.millrace.updater.publish;

import dev.millrace.events.ConfigCommitted.Edit;
import dev.millrace.events.value.CommitId;
import dev.millrace.git.commit.Commit;
import dev.millrace.updater.decide.WrittenUpdate;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.trailer.OurTrailers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The updates of ours that a move of a ref carries on, regardless of who moved it: a request of ours may be merged by a merge commit, squashed or rebased.
 *
 * @param updates newest commit first
 * @param edits the values of their policies that differ between the two ends of the move
 */
record CarriedUpdates(List<WrittenUpdate> updates, List<Edit> edits) {
    private static final int MAX_COMMITS = 100;
    private static final int MAX_REQUESTS = 100;
    static final CarriedUpdates NONE = new CarriedUpdates(List.of(), List.of());

    CarriedUpdates {
        updates = List.copyOf(updates);
        edits = List.copyOf(edits);
    }

    /** @param move to a commit that the mirror has */
    static CarriedUpdates of(ConfigRepository repository, RefMove move) {
        Commit tip = repository.mirror().commit(move.commit());
        Optional<CommitId> base = base(repository, move, tip);
        if (base.isEmpty()) {
            return new CarriedUpdates(OurTrailers.carried(tip), List.of());
        }
        List<WrittenUpdate> named = line(repository, base.get(), tip)
                .flatMap(commit -> Stream.concat(
                        OurTrailers.carried(commit).stream(),
                        mergedSides(repository, commit).flatMap(side -> OurTrailers.carried(side).stream())))
                .distinct()
                .toList();
        if (!named.isEmpty()) {
            return new CarriedUpdates(named, edits(repository, base.get(), tip, named));
        }
        return move.ref().equals(repository.branch()) ? unnamed(repository, base.get(), tip) : NONE;
    }

    /** The commit before all commits of the move; the parent if the earlier commit of the ref is unknown or was removed by a force push. */
    private static Optional<CommitId> base(ConfigRepository repository, RefMove move, Commit tip) {
        boolean forward = !move.before().isNone()
                && !move.before().equals(tip.id())
                && repository.mirror().reaches(tip.id(), move.before());
        return forward ? Optional.of(move.before()) : tip.parents().stream().findFirst();
    }

    private static Stream<Commit> line(ConfigRepository repository, CommitId base, Commit tip) {
        return since(repository, base, tip.id()).stream();
    }

    /** The commits of the other sides of a merge. */
    private static Stream<Commit> mergedSides(ConfigRepository repository, Commit merge) {
        return merge.parents().stream()
                .skip(1)
                .flatMap(side -> since(repository, merge.parents().getFirst(), side).stream());
    }

    /** The first-parent history of a commit that another one does not have, newest first. */
    private static List<Commit> since(ConfigRepository repository, CommitId base, CommitId tip) {
        try (Stream<Commit> commits = repository.mirror().firstParents(tip)) {
            return commits.limit(MAX_COMMITS)
                    .takeWhile(one -> !repository.mirror().reaches(base, one.id()))
                    .toList();
        }
    }

    private static List<Edit> edits(
            ConfigRepository repository, CommitId base, Commit tip, List<WrittenUpdate> updates) {
        Set<String> policies = updates.stream().map(WrittenUpdate::policy).collect(Collectors.toSet());
        return EditsOfCommit.between(repository, base, tip.id(), policies::contains);
    }

    /**
     * The updates of a request whose commits no message names any more, recognised by their edits: the move wrote the values that we decided, in the
     * same places. The branches of requests are known to the mirror, and to this process also when the host deleted them after the merge.
     */
    private static CarriedUpdates unnamed(ConfigRepository repository, CommitId base, Commit tip) {
        List<List<Commit>> requests = requests(repository, base);
        if (requests.isEmpty()) {
            return NONE;
        }
        List<Edit> made = EditsOfCommit.between(repository, base, tip.id(), policy -> true);
        if (made.isEmpty()) {
            return NONE;
        }
        List<WrittenUpdate> updates = requests.stream()
                .flatMap(commits -> contained(repository, commits, made).stream())
                .distinct()
                .toList();
        Set<String> policies = updates.stream().map(WrittenUpdate::policy).collect(Collectors.toSet());
        return new CarriedUpdates(
                updates,
                made.stream().filter(edit -> policies.contains(edit.policy())).toList());
    }

    /** Our commits of each request that a commit does not have, newest first. */
    private static List<List<Commit>> requests(ConfigRepository repository, CommitId base) {
        return Stream.concat(
                        repository.mirror().tips().entrySet().stream()
                                .filter(ref ->
                                        ref.getKey().isBranch() && !ref.getKey().equals(repository.branch()))
                                .map(Map.Entry::getValue),
                        repository.publishedRefs().deletedTips().stream())
                .distinct()
                .filter(repository.mirror()::contains)
                .filter(tip -> repository.isOurs(repository.mirror().commit(tip)))
                .limit(MAX_REQUESTS)
                .map(tip -> since(repository, base, tip).stream()
                        .filter(repository::isOurs)
                        .toList())
                .filter(commits -> !commits.isEmpty())
                .toList();
    }

    /** The updates of the newest commit of each policy whose values all were made, and of the commits before it. */
    private static List<WrittenUpdate> contained(
            ConfigRepository repository, List<Commit> newestFirst, List<Edit> made) {
        List<WrittenUpdate> contained = new ArrayList<>();
        Set<String> found = new HashSet<>();
        for (Commit commit : newestFirst) {
            List<Edit> decided = EditsOfCommit.of(repository, commit);
            for (WrittenUpdate update : OurTrailers.read(commit)) {
                if (!found.contains(update.policy()) && areMade(decided, update.policy(), made)) {
                    found.add(update.policy());
                }
                if (found.contains(update.policy())) {
                    contained.add(update);
                }
            }
        }
        return contained;
    }

    private static boolean areMade(List<Edit> decided, String policy, List<Edit> made) {
        List<Edit> ofPolicy =
                decided.stream().filter(edit -> edit.policy().equals(policy)).toList();
        return !ofPolicy.isEmpty()
                && ofPolicy.stream().allMatch(edit -> made.stream().anyMatch(one -> isSamePlaceAndValue(edit, one)));
    }

    private static boolean isSamePlaceAndValue(Edit one, Edit other) {
        return one.policy().equals(other.policy())
                && one.path().equals(other.path())
                && one.field().equals(other.field())
                && one.to().equals(other.to());
    }
}
