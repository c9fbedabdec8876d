package dev.millrace.builder.configuration.spec;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The changed paths that concern an image. In each list the last matching pattern decides.
 *
 * @param paths concern the image; if empty, its context, Dockerfile and named contexts do
 * @param ignore never concern it, also if they match another list
 * @param shared concern every image of the file
 */
public record PathFilter(List<PathPattern> paths, List<PathPattern> ignore, List<PathPattern> shared) {
    public static final PathFilter NONE = new PathFilter(List.of(), List.of(), List.of());

    public PathFilter {
        paths = List.copyOf(paths);
        ignore = List.copyOf(ignore);
        shared = List.copyOf(shared);
    }

    /** Returns true if there is anything to filter by. */
    public boolean isActive() {
        return !paths.isEmpty() || !ignore.isEmpty() || !shared.isEmpty();
    }

    /** Returns a test for the paths that concern the image. */
    public Predicate<String> concerns() {
        Predicate<String> ignored = PathPattern.lastMatch(ignore);
        Predicate<String> own = PathPattern.lastMatch(paths);
        Predicate<String> common = PathPattern.lastMatch(shared);
        return path -> !ignored.test(path) && (own.test(path) || common.test(path));
    }

    /** This filter with other paths in place of an empty list. */
    public PathFilter orPaths(Stream<PathPattern> others) {
        return paths.isEmpty() ? new PathFilter(others.toList(), ignore, shared) : this;
    }
}
