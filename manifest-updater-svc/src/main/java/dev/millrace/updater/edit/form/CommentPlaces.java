package dev.millrace.updater.edit.form;

import dev.millrace.updater.edit.claim.ImageEvidence;
import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.find.WrittenImage;
import dev.millrace.updater.edit.find.WrittenValue;
import dev.millrace.updater.edit.text.Comment;
import dev.millrace.updater.edit.text.Manifest;
import dev.millrace.updater.edit.text.Scalar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the value that a marker or a custom comment refers to, and the part of an image in it. */
final class CommentPlaces {
    private static final Set<String> TAG_KEYS = Set.of("tag", "newtag", "version", "targetrevision", "imagetag");
    private static final Set<String> NAME_KEYS = Set.of("name", "newname", "repository");

    private final Manifest manifest;

    CommentPlaces(Manifest manifest) {
        this.manifest = manifest;
    }

    /**
     * The last value before the comment, or the value whose key the comment follows. For a comment on its own line, the last value on the next line
     * with more than comments. If a line has several values, one whose key names the part takes precedence.
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

    /** On its own line, the text must be the whole comment: prose that mentions it marks nothing. */
    static boolean names(String comment, boolean alone, String own) {
        if (!comment.contains(own)) {
            return false;
        }
        return alone
                ? comment.equals(own)
                : Pattern.compile("(?<![\\w-])" + Pattern.quote(own) + "(?![\\w-])")
                        .matcher(comment)
                        .find();
    }

    /** The part for a custom comment, which does not name it: derived from the value. */
    static Part own(Search search, Scalar scalar) {
        return own(search, scalar.value().strip(), isKeyOf(scalar, Part.NAME));
    }

    /** @param name true if the key of the value is one of an image's name */
    static Part own(Search search, String text, boolean name) {
        String value = WrittenValue.of(text).image();
        if (value.startsWith("sha256:")) {
            return Part.DIGEST;
        }
        WrittenImage written = WrittenImage.of(value);
        boolean named = value.contains("/") || (written.names(search.image()) && !value.isEmpty());
        if (!named) {
            return Part.TAG;
        }
        boolean bare = written.tag().isEmpty() && written.digest().isEmpty();
        return bare && name ? Part.NAME : Part.REFERENCE;
    }

    /** Returns true if a value, whose part no comment names, is a reference to the image or to one of its name in another registry. */
    static boolean isSurely(Search search, Scalar scalar) {
        WrittenImage written =
                WrittenImage.of(WrittenValue.of(scalar.value().strip()).image());
        String image = search.image().value();
        boolean moved = written.name().endsWith(image.substring(image.lastIndexOf('/')))
                && !(written.tag().isEmpty() && written.digest().isEmpty());
        return written.names(search.image()) || moved || isKeyOf(scalar, Part.REFERENCE);
    }

    /** The name of another image that the value is, or belongs to. */
    static Optional<String> another(Search search, Part part, Scalar scalar) {
        ImageEvidence evidence = part == Part.TAG || part == Part.DIGEST
                ? ImageEvidence.beside(scalar, search.image())
                : ImageEvidence.of(scalar, search.image());
        return evidence instanceof ImageEvidence.Another(Scalar other, String name)
                ? Optional.of(name)
                : Optional.empty();
    }
}
