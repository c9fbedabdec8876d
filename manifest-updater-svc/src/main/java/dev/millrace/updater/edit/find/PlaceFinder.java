package dev.millrace.updater.edit.find;

import dev.millrace.updater.edit.text.Comment;
import dev.millrace.updater.edit.text.Manifest;
import dev.millrace.updater.edit.text.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the places of policies in a file: by marker, by a comment of one's own, and in kustomize's {@code images}. */
public final class PlaceFinder {
    private final Manifest manifest;
    private final List<Search> searches;
    private final Set<String> known;
    private final Map<Scalar, Place> places = new HashMap<>();
    private final List<Trouble> troubles = new ArrayList<>();

    private PlaceFinder(Manifest manifest, List<Search> searches, Set<String> known) {
        this.manifest = manifest;
        this.searches = searches;
        this.known = known;
    }

    /**
     * Looks through a file. A marker counts before kustomize's rule, and an earlier policy before a later one.
     *
     * @param path from the repository's root; its name tells a kustomization
     * @param known the names of all policies there are, searched for or not
     */
    public static Places find(String path, Manifest manifest, List<Search> searches, Set<String> known) {
        PlaceFinder finder = new PlaceFinder(manifest, searches, known);
        manifest.comments().forEach(finder::comment);
        KustomizeImages.of(path, manifest).forEach(finder::kustomize);
        List<Place> inOrder = manifest.scalars().stream()
                .filter(finder.places::containsKey)
                .map(finder.places::get)
                .toList();
        return new Places(inOrder, finder.troubles);
    }

    private void comment(Comment comment) {
        Optional<Marker> marker = Marker.in(comment.text());
        if (marker.isPresent()) {
            marker(comment, marker.get());
            return;
        }
        if (comment.text().contains(Marker.SIGN)) {
            trouble(comment, "a marker that can't be read: " + comment.text());
            return;
        }
        for (Search search : searches) {
            if (search.finders().stream()
                    .anyMatch(finder -> finder instanceof Finder.Comment(String own) && names(comment.text(), own))) {
                marked(comment).ifPresent(scalar -> add(search.policy(), own(search, scalar), scalar));
            }
        }
    }

    private void marker(Comment comment, Marker marker) {
        if (!known.contains(marker.policy())) {
            trouble(comment, "the marker names no policy: " + marker.policy());
            return;
        }
        Optional<Scalar> scalar = marked(comment);
        if (scalar.isEmpty()) {
            trouble(comment, "the marker has no value beside or below it");
            return;
        }
        // A policy that doesn't look into this file still keeps others from its marked values.
        add(marker.policy(), marker.part(), scalar.get());
    }

    private void kustomize(KustomizeImages.Entry entry) {
        for (Search search : searches) {
            if (search.finders().contains(new Finder.Kustomize())
                    && entry.names(search.image().value())) {
                entry.tag().ifPresent(tag -> add(search.policy(), Part.TAG, tag));
                entry.digest().ifPresent(digest -> add(search.policy(), Part.DIGEST, digest));
                if (entry.tag().isEmpty() && entry.digest().isEmpty()) {
                    troubles.add(new Trouble(
                            manifest.lineOf(entry.start()) + 1,
                            "the entry for " + search.image() + " has neither newTag nor digest to be changed"));
                }
            }
        }
    }

    private void add(String policy, Part part, Scalar scalar) {
        places.putIfAbsent(scalar, new Place(policy, part, scalar, manifest.lineOf(scalar.start()) + 1));
    }

    private void trouble(Comment comment, String reason) {
        troubles.add(new Trouble(comment.line() + 1, reason));
    }

    /** The last value before the comment; of a comment on a line of its own, the last on the next line that has one. */
    private Optional<Scalar> marked(Comment comment) {
        return comment.alone()
                ? manifest.startingOn(comment.line() + 1).stream().reduce((first, second) -> second)
                : manifest.lastOn(comment.line(), comment.start()).stream().findFirst();
    }

    private static boolean names(String comment, String own) {
        return Pattern.compile("(?<![\\w-])" + Pattern.quote(own) + "(?![\\w-])")
                .matcher(comment)
                .find();
    }

    /** A comment of one's own says nothing of the part: the value tells it. */
    private static Part own(Search search, Scalar scalar) {
        String value = scalar.value().strip();
        if (value.startsWith("sha256:")) {
            return Part.DIGEST;
        }
        return value.contains("/") || value.startsWith(search.image().value()) ? Part.REFERENCE : Part.TAG;
    }
}
