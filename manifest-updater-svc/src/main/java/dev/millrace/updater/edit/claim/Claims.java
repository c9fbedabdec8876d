package dev.millrace.updater.edit.claim;

import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.find.Place;
import dev.millrace.updater.edit.find.Problem;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.find.SearchResult;
import dev.millrace.updater.edit.text.Manifest;
import dev.millrace.updater.edit.text.Node;
import dev.millrace.updater.edit.text.Scalar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Collects the places and problems of a file. A value that several policies claim is no place, and only a value of the right form is one. */
public final class Claims {
    private final Map<String, Search> searches = new HashMap<>();
    private final Map<Scalar, String> owners = new HashMap<>();
    private final Set<Integer> marked = new HashSet<>();
    private final List<Place> places = new ArrayList<>();
    private final List<Place> contested = new ArrayList<>();
    private final Set<String> rivals = new TreeSet<>();
    private final List<Problem> problems = new ArrayList<>();

    public Claims(List<Search> some) {
        some.forEach(search -> searches.putIfAbsent(search.policy(), search));
    }

    public Optional<Search> search(String policy) {
        return Optional.ofNullable(searches.get(policy));
    }

    /** Ends the search for markers and comments: they give a value to a policy, so that others may find it without a claim. */
    public void endMarkers() {
        owners.keySet().forEach(scalar -> marked.add(scalar.start()));
        places.forEach(place -> marked.add(place.start()));
    }

    /** Claims a value for a policy. The marker of a policy that does not cover the file keeps others from the value. */
    public void claim(Layer layer, String policy, Part part, Scalar scalar) {
        String owner = owners.putIfAbsent(scalar, policy);
        if (owner != null) {
            rival(owner, policy, scalar.start(), layer.manifest().lineOf(scalar.start()) + 1);
            return;
        }
        Search search = searches.get(policy);
        if (search == null) {
            add(layer, policy, part, scalar, "");
            return;
        }
        Optional<String> misfit =
                new Fit(part, scalar.value().strip(), scalar.key(), Place.isLabel(scalar), search.image()).problem();
        ImageEvidence named = part == Part.NAME || part == Part.REFERENCE
                ? ImageEvidence.of(scalar, search.image())
                : new ImageEvidence.None();
        if (misfit.isPresent()) {
            problem(layer.manifest(), scalar, misfit.get());
        } else if (named instanceof ImageEvidence.Another(Scalar same, String name) && hasRegistry(scalar)) {
            problem(
                    layer.manifest(),
                    scalar,
                    "not edited: with the registry beside it this is another image than " + search.image() + ": "
                            + name);
        } else {
            add(layer, policy, part, scalar, named instanceof ImageEvidence.Own(String registry) ? registry : "");
        }
    }

    private void add(Layer layer, String policy, Part part, Scalar scalar, String registry) {
        places.add(new Place(
                policy,
                part,
                layer.field(scalar),
                layer.manifest().lineOf(scalar.start()) + 1,
                scalar.value().strip(),
                scalar.start(),
                scalar.end(),
                Optional.of(scalar),
                layer.manifest().followersOf(scalar),
                registry));
    }

    /** Reports a value that several policies claim, and removes it from the first: which of them is right is for a user to decide. */
    private void rival(String owner, String policy, int start, int line) {
        if (!owner.equals(policy) && !marked.contains(start)) {
            places.stream().filter(place -> place.start() == start).forEach(contested::add);
            places.removeAll(contested);
            rivals.add(owner);
            rivals.add(policy);
            problem(new Problem(
                    line,
                    "the policies " + owner + " and " + policy + " claim one value; nothing is written to it: give them"
                            + " different paths, comments or markers"));
        }
    }

    private boolean isPinnedTag(Place place) {
        return place.part() == Part.TAG
                && place.digest().isEmpty()
                && search(place.policy()).filter(Search::pinned).isPresent();
    }

    private static boolean hasRegistry(Scalar scalar) {
        return scalar.parent() instanceof Node.Mapping mapping
                && mapping.text("registry")
                        .filter(text -> !text.value().isBlank())
                        .isPresent();
    }

    /** Adds a place in text; it must not overlap others. */
    public void addInText(Place place) {
        List<Place> others = Stream.concat(places.stream(), contested.stream())
                .filter(other -> overlap(other, place))
                .toList();
        others.forEach(other -> rival(other.policy(), place.policy(), other.start(), other.line()));
        if (others.isEmpty()) {
            places.add(place);
        }
    }

    private static boolean overlap(Place one, Place other) {
        return (one.start() < other.end() && other.start() < one.end()) || one.start() == other.start();
    }

    public void problem(Manifest manifest, Scalar scalar, String reason) {
        problem(new Problem(manifest.lineOf(scalar.start()) + 1, reason));
    }

    /** Adds a problem, once. */
    public void problem(Problem problem) {
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    /** Returns true if a policy has a place in the file. */
    public boolean hasPlaceOf(String policy) {
        return places.stream().anyMatch(place -> place.policy().equals(policy));
    }

    /** @param open the policies whose values are missing and can be added */
    public SearchResult.Found found(Set<String> open) {
        places.sort(Comparator.comparingInt(Place::start));
        places.stream().filter(this::isPinnedTag).forEach(place -> {
            if (DigestRoom.of(place, places) instanceof DigestRoom.Nowhere(String reason)) {
                problem(new Problem(place.line(), "the digest is not written: " + reason));
            }
        });
        return new SearchResult.Found(places, problems, rivals, open);
    }
}
