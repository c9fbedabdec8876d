package dev.millrace.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.function.Function;

/** A reference to an image: {@code name:tag}, {@code name@digest} or {@code name:tag@digest}. */
public record ImageReference(ImageName name, Optional<Tag> tag, Optional<Digest> digest) {

    /**
     * Reads a full reference. The registry is required; short names such as {@code nginx:1} are not resolved here.
     *
     * @throws IllegalArgumentException if the text is not a full reference
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ImageReference parse(String text) {
        return parse(text, ImageName::new);
    }

    /**
     * Reads a reference of a user, in which a name without a registry is one of Docker Hub.
     *
     * @throws IllegalArgumentException if the text is not a reference
     */
    public static ImageReference resolve(String text) {
        return parse(text, ImageName::resolve);
    }

    private static ImageReference parse(String text, Function<String, ImageName> names) {
        int at = text.indexOf('@');
        String rest = at < 0 ? text : text.substring(0, at);
        Optional<Digest> digest = at < 0 ? Optional.empty() : Optional.of(new Digest(text.substring(at + 1)));
        int colon = rest.lastIndexOf(':');
        boolean tagged = colon > rest.lastIndexOf('/');
        Optional<Tag> tag = tagged ? Optional.of(new Tag(rest.substring(colon + 1))) : Optional.empty();
        return new ImageReference(names.apply(tagged ? rest.substring(0, colon) : rest), tag, digest);
    }

    @Override
    @JsonValue
    public String toString() {
        return name
                + tag.map(t -> ":" + t).orElse("")
                + digest.map(d -> "@" + d).orElse("");
    }
}
