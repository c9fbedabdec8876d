package dev.millrace.updater.edit.find;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.edit.text.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A value that follows a policy.
 *
 * @param field the path in the file, such as {@code images[0].newTag}; {@code $} for a document that is just the value
 * @param line from 1
 * @param current the current value
 * @param start its start, in UTF-16 units
 * @param scalar the value of a YAML or JSON file; empty in other text
 * @param followers the fields that also have it, through an alias
 */
public record Place(
        String policy,
        Part part,
        String field,
        int line,
        String current,
        int start,
        int end,
        Optional<Scalar> scalar,
        List<String> followers) {
    public Place {
        followers = List.copyOf(followers);
    }

    /** The tag in the place, if there is one. */
    public Optional<Tag> tag() {
        return switch (part) {
            case REFERENCE -> parsed(WrittenImage.of(current).tag(), Tag::new);
            case TAG -> parsed(beforeDigest(current).replace('+', '_'), Tag::new);
            case NAME, DIGEST -> Optional.empty();
        };
    }

    /** The digest in the place, if there is one. */
    public Optional<Digest> digest() {
        return switch (part) {
            case REFERENCE, TAG -> parsed(WrittenImage.of(current).digest(), Digest::new);
            case DIGEST -> parsed(current, Digest::new);
            case NAME -> Optional.empty();
        };
    }

    private static String beforeDigest(String text) {
        return text.contains("@") ? text.substring(0, text.indexOf('@')) : text;
    }

    private static <T> Optional<T> parsed(String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
