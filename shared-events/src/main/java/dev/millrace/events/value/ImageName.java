package dev.millrace.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * An image repository with its registry, without tag or digest: {@code registry.example/shop/web}, lower-case. As usual, the first part is
 * a registry if it contains a dot or a port or is {@code localhost}; short names ({@code shop/web}) are not resolved here.
 */
public record ImageName(@JsonValue String value) {
    private static final int MAX_LENGTH = 512;

    // Possessive quantifiers (++, *+): a repeated group that may backtrack recurses once for each repetition.
    private static final Pattern FORM = Pattern.compile(
            "(?:localhost|[a-z0-9][a-z0-9-]*+(?:\\.[a-z0-9-]++)++|[a-z0-9][a-z0-9.-]*+(?=:))(?::[0-9]++)?+"
                    + "(?:/[a-z0-9]++(?:(?:[._]|__|-++)[a-z0-9]++)*+)++");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ImageName {
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("not an image repository: " + value.length() + " characters; at most "
                    + MAX_LENGTH + " are allowed");
        }
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not an image repository with its registry: " + Quoted.of(value));
        }
    }

    /** The registry's host, with its port if there is one. */
    public String registry() {
        return value.substring(0, value.indexOf('/'));
    }

    /** The path within the registry, without a leading slash. */
    public String path() {
        return value.substring(value.indexOf('/') + 1);
    }

    /** This image at a digest: {@code name@sha256:...}. */
    public String at(Digest digest) {
        return value + "@" + digest;
    }

    @Override
    public String toString() {
        return value;
    }
}
