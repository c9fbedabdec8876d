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
import dev.millrace.updater.repository.OurTrailers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the edits of one of our commits from the commit itself: the places of its policies, before and after. */
public final class EditsOfCommit {
    private EditsOfCommit() {}

    /** The edits of the commit; none if it has no parent. */
    public static List<Edit> of(ConfigRepository repository, Commit commit) {
        if (commit.parents().isEmpty()) {
            return List.of();
        }
        CommitId parent = commit.parents().getFirst();
        Policies policies = repository.policies(parent).policies();
        Set<String> written =
                OurTrailers.read(commit).stream().map(WrittenUpdate::policy).collect(Collectors.toSet());
        List<Policy> concerned = policies.all().stream()
                .filter(policy -> written.contains(policy.name()))
                .toList();
        Tree before = repository.mirror().tree(parent);
        Tree after = repository.mirror().tree(commit.id());
        List<Edit> edits = new ArrayList<>();
        List<String> paths = repository.mirror().changedPaths(Optional.of(parent), commit.id());
        for (String path : paths.subList(0, Math.min(paths.size(), ConfigCommitted.MAX_PATHS))) {
            List<Search> searches = concerned.stream()
                    .filter(policy -> policy.covers(path))
                    .map(Policy::search)
                    .toList();
            edits.addAll(differences(
                    path,
                    places(path, before.read(path, ConfigRepository.MAX_FILE_BYTES), searches, policies.names()),
                    places(path, after.read(path, ConfigRepository.MAX_FILE_BYTES), searches, policies.names())));
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

    /** Our commits change values, so that the places of both sides are in the same order, or add them: then an added place has no value before. */
    private static List<Edit> differences(String path, List<Place> before, List<Place> after) {
        List<Edit> edits = new ArrayList<>();
        Iterator<Place> old = before.iterator();
        int added = after.size() - before.size();
        Optional<Place> next = next(old);
        for (Place to : after) {
            boolean isAdded =
                    added > 0 && next.filter(from -> isSamePlace(from, to)).isEmpty();
            String from = isAdded ? "" : next.map(Place::current).orElse(to.current());
            if (!from.equals(to.current()) && (isAdded || next.isPresent())) {
                edits.add(new Edit(to.policy(), path, to.field(), from, to.current()));
            }
            added -= isAdded ? 1 : 0;
            next = isAdded ? next : next(old);
        }
        return edits;
    }

    private static boolean isSamePlace(Place one, Place other) {
        return one.policy().equals(other.policy()) && one.field().equals(other.field());
    }

    private static Optional<Place> next(Iterator<Place> places) {
        return places.hasNext() ? Optional.of(places.next()) : Optional.empty();
    }
}
