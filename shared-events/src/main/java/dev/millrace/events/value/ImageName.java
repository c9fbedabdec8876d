package dev.millrace.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An image repository with its registry, without tag or digest: {@code registry.example/shop/web}, lower-case. As usual, the first part is
 * a registry if it contains a dot or a port or is {@code localhost}. The names of one image on Docker Hub are equal, because the value is its full
 * form: {@code docker.io/nginx} and {@code index.docker.io/library/nginx} are {@code docker.io/library/nginx}.
 */
public record ImageName(@JsonValue String value) {
    private static final int MAX_LENGTH = 512;
    private static final String DOCKER_HUB = "docker.io";
    private static final Set<String> DOCKER_HUB_HOSTS = Set.of(DOCKER_HUB, "index.docker.io", "registry-1.docker.io");

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
        value = fullForm(value);
    }

    /**
     * The image that a user means: a name without a registry is one of Docker Hub, as for container engines.
     *
     * @throws IllegalArgumentException if this is no name of an image
     */
    public static ImageName resolve(String written) {
        return new ImageName(written.length() > MAX_LENGTH ? written : fullForm(written));
    }

    /**
     * The full form of a name as it may be written in files: with its registry, in lower case, and for Docker Hub with {@code library/} where no other
     * path is given. A text that is no name stays none.
     */
    public static String fullForm(String written) {
        int slash = written.indexOf('/');
        String first = slash < 0 ? "" : written.substring(0, slash).toLowerCase(Locale.ROOT);
        boolean hasRegistry = first.contains(".") || first.contains(":") || first.equals("localhost");
        String registry = hasRegistry ? first : DOCKER_HUB;
        String path = hasRegistry ? written.substring(slash + 1) : written;
        if (!DOCKER_HUB_HOSTS.contains(registry)) {
            return registry + "/" + path;
        }
        return DOCKER_HUB + "/" + (path.contains("/") || path.isEmpty() ? "" : "library/") + path;
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
