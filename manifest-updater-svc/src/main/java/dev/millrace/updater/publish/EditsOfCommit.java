package dev.millrace.updater.publish;

import dev.millrace.events.ConfigCommitted;
import dev.millrace.events.ConfigCommitted.Edit;
import dev.millrace.events.value.CommitId;
import dev.millrace.git.commit.Commit;
import dev.millrace.git.read.Tree;
import dev.millrace.updater.decide.WrittenUpdate;
import dev.millrace.updater.edit.ManifestEditor;
import dev.millrace.updater.edit.find.Place;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.find.SearchResult;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.trailer.OurTrailers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Reads the edits of a commit with our trailers from the commit itself: the places of its policies, before and after. */
public final class EditsOfCommit {
    private EditsOfCommit() {}

    /** The edits of the commit; none if it has no parent. */
    public static List<Edit> of(ConfigRepository repository, Commit commit) {
        if (commit.parents().isEmpty()) {
            return List.of();
        }
        Set<String> written =
                OurTrailers.carried(commit).stream().map(WrittenUpdate::policy).collect(Collectors.toSet());
        return between(repository, commit.parents().getFirst(), commit.id(), written::contains);
    }

    /**
     * The values of policies that differ between two commits of anybody.
     *
     * @param concerned selects policies by their names; they are those that are in force at the earlier commit
     */
    static List<Edit> between(ConfigRepository repository, CommitId from, CommitId to, Predicate<String> concerned) {
        Policies policies = repository.policies(from).policies();
        List<Policy> some = policies.all().stream()
                .filter(policy -> concerned.test(policy.name()))
                .toList();
        Tree before = repository.mirror().tree(from);
        Tree after = repository.mirror().tree(to);
        List<Edit> edits = new ArrayList<>();
        List<String> paths = repository.mirror().changedPaths(Optional.of(from), to);
        for (String path : paths.subList(0, Math.min(paths.size(), ConfigCommitted.MAX_PATHS))) {
            List<Search> searches = some.stream()
                    .filter(policy -> policy.covers(path))
                    .map(Policy::search)
                    .toList();
            if (!searches.isEmpty()) {
                edits.addAll(differences(
                        path,
                        places(path, before.read(path, ConfigRepository.MAX_FILE_BYTES), searches, policies.names()),
                        places(path, after.read(path, ConfigRepository.MAX_FILE_BYTES), searches, policies.names())));
            }
        }
        return edits;
    }

    private static List<Place> places(String path, Optional<byte[]> content, List<Search> searches, Set<String> known) {
        return content.map(bytes -> ManifestEditor.find(path, bytes, searches, known))
                .map(result -> switch (result) {
                    case SearchResult.Found found -> found.places();
                    case SearchResult.Unreadable unreadable -> List.<Place>of();
                })
                .orElse(List.of());
    }

    /**
     * Our commits change values only, so the places of both sides are in the same order. Where a user added or removed places, those with the same field
     * are compared.
     */
    private static List<Edit> differences(String path, List<Place> before, List<Place> after) {
        List<Edit> edits = new ArrayList<>();
        boolean inOrder = before.size() == after.size();
        for (int i = 0; i < before.size(); i++) {
            Place from = before.get(i);
            Optional<Place> same = inOrder ? Optional.of(after.get(i)) : only(after, from);
            same.filter(to -> to.policy().equals(from.policy()) && !to.current().equals(from.current()))
                    .ifPresent(
                            to -> edits.add(new Edit(from.policy(), path, from.field(), from.current(), to.current())));
        }
        return edits;
    }

    /** The place of the same policy and field; empty if there are several. */
    private static Optional<Place> only(List<Place> places, Place wanted) {
        List<Place> same = places.stream()
                .filter(place ->
                        place.policy().equals(wanted.policy()) && place.field().equals(wanted.field()))
                .limit(2)
                .toList();
        return same.size() == 1 ? Optional.of(same.getFirst()) : Optional.empty();
    }
}
