package dev.millrace.updater.edit.find;

import dev.millrace.updater.edit.text.Comment;
import dev.millrace.updater.edit.text.FieldPath;
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

/** Finds the places of policies in a file. */
public final class PlaceFinder {
    private static final Set<String> CHARTS = Set.of("Chart.yaml", "requirements.yaml");

    private final String path;
    private final List<Search> searches;
    private final Map<Scalar, Place> places = new HashMap<>();
    /** The values that a marker or a comment gives to a policy, so that others may find them without a claim. */
    private final Set<Scalar> named = new HashSet<>();

    private final List<Place> inText = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private PlaceFinder(String path, List<Search> searches) {
        this.path = path;
        this.searches = searches;
    }

    /**
     * Searches a YAML or JSON file. Markers take precedence, then earlier policies over later ones.
     *
     * @param path from the repository's root; the file name identifies kustomizations and charts
     * @param known the names of all policies, searched for or not
     */
    public static SearchResult.Found find(String path, Manifest manifest, List<Search> searches, Set<String> known) {
        PlaceFinder finder = new PlaceFinder(path, searches);
        manifest.comments().forEach(comment -> finder.comment(manifest, comment, known));
        finder.named.addAll(finder.places.keySet());
        for (Search search : searches) {
            for (Finder each : search.finders()) {
                finder.find(manifest, search, each);
            }
        }
        finder.text(manifest.text());
        return finder.found();
    }

    /** Searches any other text, by expressions only. */
    public static SearchResult.Found findInText(String path, String text, List<Search> searches) {
        PlaceFinder finder = new PlaceFinder(path, searches);
        finder.text(text);
        return finder.found();
    }

    private void find(Manifest manifest, Search search, Finder finder) {
        switch (finder) {
            case Finder.Comment comment -> {} // Comments were searched once, before.
            case Finder.Text text -> {} // Text is searched last: it must not overlap other places.
            case Finder.Kustomize kustomize ->
                KustomizeImages.entries(path, manifest).forEach(entry -> kustomize(manifest, search, entry));
            case Finder.Containers containers ->
                Containers.images(manifest).stream()
                        .filter(image -> WrittenImage.of(image.value().strip()).names(search.image()))
                        .forEach(image -> add(manifest, search.policy(), Part.REFERENCE, image));
            case Finder.HelmValues values -> manifest.roots().forEach(root -> helm(manifest, search, values, root));
            case Finder.Field(FieldPath field, Part part) ->
                manifest.roots().forEach(root -> field(manifest, search.policy(), field, part, root));
            case Finder.Chart(String dependency) -> {
                if (CHARTS.contains(path.substring(path.lastIndexOf('/') + 1))) {
                    FieldPath version = new FieldPath(List.of(
                            new FieldPath.Step.Key("dependencies"),
                            new FieldPath.Step.Item("name", dependency),
                            new FieldPath.Step.Key("version")));
                    manifest.roots().forEach(root -> field(manifest, search.policy(), version, Part.TAG, root));
                }
            }
        }
    }

    private void comment(Manifest manifest, Comment comment, Set<String> known) {
        CommentPlaces comments = new CommentPlaces(manifest);
        Optional<Marker> marker = Marker.in(comment.text());
        if (marker.isPresent()) {
            marker(manifest, comments, comment, marker.get(), known);
        } else if (comment.text().contains(Marker.KEY)) {
            problem(comment, "unreadable marker: " + comment.text());
        } else {
            searches.stream().filter(search -> isOwn(search, comment)).forEach(search -> comments.marked(
                            comment, Optional.empty())
                    .ifPresentOrElse(
                            scalar -> add(manifest, search.policy(), CommentPlaces.own(search, scalar), scalar),
                            () -> problem(comment, "no value beside or below the comment: " + comment.text())));
        }
    }

    private static boolean isOwn(Search search, Comment comment) {
        return search.finders().stream()
                .anyMatch(finder -> finder instanceof Finder.Comment(String own) && CommentPlaces.names(comment, own));
    }

    private void marker(Manifest manifest, CommentPlaces comments, Comment comment, Marker marker, Set<String> known) {
        if (!known.contains(marker.policy())) {
            problem(comment, "unknown policy in the marker: " + marker.policy());
            return;
        }
        // Even if its policy does not cover this file, a marker keeps other policies from its value.
        comments.marked(comment, Optional.of(marker.part()))
                .ifPresentOrElse(
                        scalar -> add(manifest, marker.policy(), marker.part(), scalar),
                        () -> problem(comment, "no value beside or below the marker"));
    }

    private void kustomize(Manifest manifest, Search search, Node.Mapping entry) {
        boolean ours = List.of("name", "newName").stream()
                .flatMap(key -> entry.text(key).stream())
                .anyMatch(name -> new WrittenImage(name.value(), "", "").names(search.image()));
        if (!ours) {
            return;
        }
        Optional<Scalar> tag = entry.text("newTag");
        Optional<Scalar> digest = entry.text("digest");
        tag.ifPresent(scalar -> add(manifest, search.policy(), Part.TAG, scalar));
        digest.ifPresent(scalar -> digest(manifest, search, scalar, tag.isPresent()));
        if (tag.isEmpty() && digest.isEmpty()) {
            int line = entry.entries().values().stream()
                    .filter(Scalar.class::isInstance)
                    .mapToInt(node -> manifest.lineOf(((Scalar) node).start()) + 1)
                    .min()
                    .orElse(1);
            problems.add(new Problem(
                    line, "the entry for " + search.image() + " has neither newTag nor digest; add one of them"));
        }
    }

    /** The repository guards tag and digest: those of another image are not changed. */
    private void helm(Manifest manifest, Search search, Finder.HelmValues values, Node root) {
        Optional<Scalar> repository = values.repository().flatMap(path -> path.in(root).stream()
                .filter(Scalar.class::isInstance)
                .map(Scalar.class::cast)
                .findFirst());
        boolean another = repository
                .filter(scalar -> !isRepository(scalar.value().strip(), search))
                .isPresent();
        boolean only = values.tag().isEmpty() && values.digest().isEmpty();
        if (another && !only) {
            Scalar scalar = repository.get();
            problems.add(new Problem(
                    manifest.lineOf(scalar.start()) + 1,
                    scalar.field() + " is not " + search.image() + " but " + scalar.value()));
            return;
        }
        if (only) {
            repository.ifPresent(scalar -> add(manifest, search.policy(), CommentPlaces.own(search, scalar), scalar));
        }
        values.tag().ifPresent(path -> field(manifest, search.policy(), path, Part.TAG, root));
        boolean tagged = values.tag().filter(path -> !path.in(root).isEmpty()).isPresent();
        values.digest().ifPresent(path -> path.in(root).stream()
                .filter(Scalar.class::isInstance)
                .forEach(node -> digest(manifest, search, (Scalar) node, tagged)));
    }

    /** An empty digest is often a chart's default, so it stays unless the policy pins digests, and is reported. */
    private void digest(Manifest manifest, Search search, Scalar digest, boolean tagged) {
        if (digest.value().isBlank() && tagged && !search.pinned()) {
            problems.add(new Problem(
                    manifest.lineOf(digest.start()) + 1,
                    digest.field() + " is empty and is not filled; set digest: true in the policy to fill it"));
        } else {
            add(manifest, search.policy(), Part.DIGEST, digest);
        }
    }

    /** Charts often have the registry in a separate value. */
    private static boolean isRepository(String value, Search search) {
        return new WrittenImage(value, "", "").names(search.image())
                || value.equals(search.image().path());
    }

    private void field(Manifest manifest, String policy, FieldPath field, Part part, Node root) {
        for (Node node : field.in(root)) {
            if (node instanceof Scalar scalar) {
                add(manifest, policy, part, scalar);
            } else {
                problems.add(new Problem(1, node.field() + " is a mapping or a list; a value is expected"));
            }
        }
    }

    private void text(String text) {
        TextPlaces finder = new TextPlaces(text, this::addInText, problems::add);
        for (Search search : searches) {
            for (Finder each : search.finders()) {
                if (each instanceof Finder.Text(var expression)) {
                    finder.find(search, expression);
                }
            }
        }
    }

    private void addInText(Place place) {
        boolean free = places.values().stream().noneMatch(other -> overlap(other, place))
                && inText.stream().noneMatch(other -> overlap(other, place));
        if (free) {
            inText.add(place);
        } else {
            places.entrySet().stream()
                    .filter(other -> overlap(other.getValue(), place) && !named.contains(other.getKey()))
                    .forEach(other -> claimed(other.getValue(), place.policy()));
            inText.stream().filter(other -> overlap(other, place)).forEach(other -> claimed(other, place.policy()));
        }
    }

    private static boolean overlap(Place one, Place other) {
        return (one.start() < other.end() && other.start() < one.end()) || one.start() == other.start();
    }

    private void add(Manifest manifest, String policy, Part part, Scalar scalar) {
        Optional.ofNullable(places.get(scalar))
                .filter(other -> !named.contains(scalar))
                .ifPresent(other -> claimed(other, policy));
        places.computeIfAbsent(
                scalar,
                free -> new Place(
                        policy,
                        part,
                        free.field(),
                        manifest.lineOf(free.start()) + 1,
                        free.value().strip(),
                        free.start(),
                        free.end(),
                        Optional.of(free),
                        manifest.followersOf(free)));
    }

    /** Reports a value that several policies claim. */
    private void claimed(Place place, String rival) {
        if (!place.policy().equals(rival)) {
            problems.add(new Problem(
                    place.line(),
                    "the policies " + place.policy() + " and " + rival + " claim one value; only " + place.policy()
                            + " is followed: give them different paths, comments or markers"));
        }
    }

    private void problem(Comment comment, String reason) {
        problems.add(new Problem(comment.line() + 1, reason));
    }

    private SearchResult.Found found() {
        List<Place> all = new ArrayList<>(places.values());
        all.addAll(inText);
        all.sort(Comparator.comparingInt(Place::start));
        return new SearchResult.Found(all, problems);
    }
}
