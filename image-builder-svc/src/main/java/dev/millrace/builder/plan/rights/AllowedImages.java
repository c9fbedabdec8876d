package dev.millrace.builder.plan.rights;

import dev.millrace.builder.configuration.spec.NamePattern;
import dev.millrace.events.value.ImageName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The image names that a repository may push: patterns such as {@code registry.example/shop/*}. The registry is compared exactly; in the
 * path {@code *} is any part of one segment and {@code **} one or more segments. Names and patterns are compared in their full form, so
 * {@code docker.io/web} is {@code docker.io/library/web}.
 */
public final class AllowedImages {
    private static final Set<String> DOCKER_HUB = Set.of("docker.io", "index.docker.io", "registry-1.docker.io");

    private final List<String> patterns;

    private AllowedImages(List<String> patterns) {
        this.patterns = patterns;
    }

    /** The right to push every name: only for the one repository of a service. */
    public static AllowedImages any() {
        return new AllowedImages(List.of());
    }

    /**
     * The right to push names that match a pattern.
     *
     * @throws IllegalArgumentException if there is no pattern, or one without a registry
     */
    public static AllowedImages of(List<String> patterns) {
        if (patterns.isEmpty()) {
            throw new IllegalArgumentException("a pattern such as registry.example/shop/* is required");
        }
        return new AllowedImages(patterns.stream().map(AllowedImages::checked).toList());
    }

    private static String checked(String pattern) {
        String text = pattern.strip();
        int slash = text.indexOf('/');
        String registry = slash < 0 ? "" : text.substring(0, slash);
        boolean isRegistry = registry.equals("localhost") || registry.contains(".") || registry.contains(":");
        if (!isRegistry || registry.contains("*")) {
            throw new IllegalArgumentException(
                    "a pattern begins with a registry, such as docker.io/shop/*; this one doesn't: " + pattern);
        }
        if (!text.equals(text.toLowerCase(Locale.ROOT)) || text.contains("@") || text.lastIndexOf(':') > slash) {
            throw new IllegalArgumentException(
                    "a pattern is an image name in lower case, without tag and digest: " + pattern);
        }
        return full(new NamePattern(text).text());
    }

    /** Returns true if the repository may push to this name. */
    public boolean allows(ImageName image) {
        String name = full(image.value());
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> matches(pattern, name));
    }

    private static boolean matches(String pattern, String name) {
        int slash = pattern.indexOf('/') + 1;
        return name.startsWith(pattern.substring(0, slash))
                && new NamePattern(pattern.substring(slash)).matches(name.substring(slash));
    }

    /** The only name that is allowed; empty if there may be several. */
    public Optional<ImageName> single() {
        return Optional.of(patterns)
                .filter(all -> all.size() == 1 && !all.getFirst().contains("*"))
                .map(all -> new ImageName(all.getFirst()));
    }

    private static String full(String name) {
        int slash = name.indexOf('/');
        String registry = name.substring(0, slash);
        String path = name.substring(slash + 1);
        if (!DOCKER_HUB.contains(registry)) {
            return name;
        }
        boolean official = path.indexOf('/') < 0 && !path.contains("*");
        return "docker.io/" + (official ? "library/" : "") + path;
    }

    @Override
    public String toString() {
        return String.join(", ", patterns);
    }
}
