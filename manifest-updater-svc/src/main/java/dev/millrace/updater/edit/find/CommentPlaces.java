package dev.millrace.updater.edit.find;

import dev.millrace.updater.edit.text.Comment;
import dev.millrace.updater.edit.text.Manifest;
import dev.millrace.updater.edit.text.Scalar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which value a marker or a comment of one's own speaks of, and which part of an image stands there. */
final class CommentPlaces {
    private static final Set<String> TAG_KEYS = Set.of("tag", "newtag", "version", "targetrevision", "imagetag");
    private static final Set<String> NAME_KEYS = Set.of("name", "newname", "repository");

    private final Manifest manifest;

    CommentPlaces(Manifest manifest) {
        this.manifest = manifest;
    }

    /**
     * The last value before the comment, or the one whose key it follows; of a comment on a line of its own, the last on the next line that has more
     * than comments. Of several values on the line one whose key says the part comes first.
     */
    Optional<Scalar> marked(Comment comment, Optional<Part> part) {
        List<Scalar> candidates = comment.alone() ? manifest.below(comment) : manifest.before(comment);
        return candidates.stream()
                .filter(scalar -> part.isPresent() && candidates.size() > 1 && isKeyOf(scalar, part.get()))
                .reduce((first, second) -> second)
                .or(() -> candidates.stream().reduce((first, second) -> second))
                .or(() -> comment.alone() ? Optional.empty() : manifest.openedBefore(comment));
    }

    private static boolean isKeyOf(Scalar scalar, Part part) {
        String key = scalar.key().toLowerCase(Locale.ROOT);
        return switch (part) {
            case REFERENCE -> key.equals("image");
            case NAME -> NAME_KEYS.contains(key);
            case TAG -> TAG_KEYS.contains(key);
            case DIGEST -> key.equals("digest");
        };
    }

    /** On a line of its own the text must be all that the comment says: prose that mentions it marks nothing. */
    static boolean names(Comment comment, String own) {
        if (!comment.text().contains(own)) {
            return false;
        }
        return comment.alone()
                ? comment.text().equals(own)
                : Pattern.compile("(?<![\\w-])" + Pattern.quote(own) + "(?![\\w-])")
                        .matcher(comment.text())
                        .find();
    }

    /** A comment of one's own says nothing of the part: the value tells it. */
    static Part own(Search search, Scalar scalar) {
        String value = scalar.value().strip();
        if (value.startsWith("sha256:")) {
            return Part.DIGEST;
        }
        WrittenImage written = WrittenImage.of(value);
        boolean named = value.contains("/") || (written.names(search.image()) && !value.isEmpty());
        if (!named) {
            return Part.TAG;
        }
        boolean bare = written.tag().isEmpty() && written.digest().isEmpty();
        return bare && isKeyOf(scalar, Part.NAME) ? Part.NAME : Part.REFERENCE;
    }
}
