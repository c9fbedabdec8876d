package dev.millrace.updater.edit.form;

import dev.millrace.updater.edit.claim.Claims;
import dev.millrace.updater.edit.claim.Layer;
import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.find.Problem;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.text.Comment;
import dev.millrace.updater.edit.text.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the values of markers and of users' own comments in YAML. */
final class MarkerPlaces {
    private final List<Search> searches;
    private final Set<String> known;
    private final Claims claims;

    MarkerPlaces(List<Search> searches, Set<String> known, Claims claims) {
        this.searches = searches;
        this.known = known;
        this.claims = claims;
    }

    void find(Layer layer) {
        CommentPlaces comments = new CommentPlaces(layer.manifest());
        layer.manifest().comments().forEach(comment -> comment(layer, comments, comment));
    }

    private void comment(Layer layer, CommentPlaces comments, Comment comment) {
        Optional<Marker> marker = Marker.in(comment.text());
        if (marker.isPresent()) {
            marker(layer, comments, comment, marker.get());
        } else if (comment.text().contains(Marker.KEY)) {
            problem(comment, "unreadable marker: " + comment.text());
        } else {
            searches.stream().filter(search -> isOwn(search, comment)).forEach(search -> comments.marked(
                            comment, Optional.empty())
                    .ifPresentOrElse(
                            scalar -> own(layer, search, scalar),
                            () -> problem(comment, "no value beside or below the comment: " + comment.text())));
        }
    }

    private void own(Layer layer, Search search, Scalar scalar) {
        Part part = CommentPlaces.own(search, scalar);
        if (part == Part.REFERENCE && !CommentPlaces.isSurely(search, scalar)) {
            claims.problem(layer.manifest(), scalar, "not edited: " + scalar.field() + " is not " + search.image());
        } else {
            claims.claim(layer, search.policy(), part, scalar);
        }
    }

    private static boolean isOwn(Search search, Comment comment) {
        return search.finders().stream()
                .anyMatch(finder -> finder instanceof Finder.Comment(String own)
                        && CommentPlaces.names(comment.text(), comment.alone(), own));
    }

    private void marker(Layer layer, CommentPlaces comments, Comment comment, Marker marker) {
        if (comment.alone() && marker.isCommentedOut()) {
            return;
        }
        if (comment.alone() && !marker.before().isEmpty()) {
            problem(comment, Marker.NOT_ALONE);
            return;
        }
        switch (marker.owner(known)) {
            case Marker.Owner.Unknown(String reason) -> problem(comment, reason);
            case Marker.Owner.Known(String policy, boolean certain) ->
                comments.marked(comment, Optional.of(marker.part()))
                        .ifPresentOrElse(
                                scalar -> marked(layer, marker, policy, certain, scalar),
                                () -> problem(comment, "no value beside or below the marker"));
        }
    }

    /** Even if its policy does not cover this file, a marker keeps other policies from its value. */
    private void marked(Layer layer, Marker marker, String policy, boolean certain, Scalar scalar) {
        Optional<String> another = certain
                ? Optional.empty()
                : claims.search(policy).flatMap(search -> CommentPlaces.another(search, marker.part(), scalar));
        another.ifPresentOrElse(
                name -> claims.problem(
                        layer.manifest(),
                        scalar,
                        "not edited: the marker's namespace " + marker.namespace()
                                + " may mean another policy, because " + name
                                + " is another image; set 'namespace' of the policy " + policy),
                () -> claims.claim(layer, policy, marker.part(), scalar));
    }

    private void problem(Comment comment, String reason) {
        claims.problem(new Problem(comment.line() + 1, reason));
    }
}
