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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
     * Where a policy has as many places as before, they are in the same order: values were changed only. Otherwise those with the same field are
     * compared, if there is one alone; a field that was not there is an added value.
     */
    private static List<Edit> differences(String path, List<Place> before, List<Place> after) {
        Map<String, List<Place>> old = before.stream().collect(Collectors.groupingBy(Place::policy));
        Map<String, List<Place>> now =
                after.stream().collect(Collectors.groupingBy(Place::policy, LinkedHashMap::new, Collectors.toList()));
        List<Edit> edits = new ArrayList<>();
        now.forEach((policy, places) -> {
            List<Place> earlier = old.getOrDefault(policy, List.of());
            for (int i = 0; i < places.size(); i++) {
                Place to = places.get(i);
                Optional<String> from = earlier.size() == places.size()
                        ? Optional.of(earlier.get(i).current())
                        : before(earlier, places, to.field());
                from.filter(value -> !value.equals(to.current()))
                        .ifPresent(value -> edits.add(new Edit(policy, path, to.field(), value, to.current())));
            }
        });
        return edits;
    }

    /** The value that a field had; empty text if it was not there, nothing if it is not clear which one it was. */
    private static Optional<String> before(List<Place> earlier, List<Place> now, String field) {
        List<Place> same =
                earlier.stream().filter(place -> place.field().equals(field)).toList();
        boolean isAlone = same.size() <= 1
                && now.stream().filter(place -> place.field().equals(field)).count() == 1;
        return isAlone ? Optional.of(same.isEmpty() ? "" : same.getFirst().current()) : Optional.empty();
    }
}
