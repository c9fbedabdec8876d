package dev.millrace.builder.plan;

import dev.millrace.builder.configuration.BuildConfiguration;
import dev.millrace.builder.configuration.ImageSpec;
import dev.millrace.builder.configuration.spec.ContextSource;
import dev.millrace.builder.configuration.spec.PathFilter;
import dev.millrace.builder.configuration.spec.PathPattern;
import dev.millrace.builder.configuration.spec.RequestUse;
import dev.millrace.builder.source.ChangedPaths;
import dev.millrace.events.value.GitRef;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The images of a configuration that a change of a ref concerns. */
public final class ImageSelection {
    private ImageSelection() {}

    /** Returns true for the head of a pull or merge request. */
    public static boolean isRequest(GitRef ref) {
        return !ref.isBranch() && !ref.isTag();
    }

    /** Returns true if the image is built, or only tested, for this ref with these changes. A tag concerns each image whatever has changed. */
    public static boolean includes(
            BuildConfiguration configuration, ImageSpec image, GitRef ref, ChangedPaths changed) {
        if (changed instanceof ChangedPaths.Nothing) {
            return false;
        }
        if (isRequest(ref) && configuration.requests() == RequestUse.IGNORE) {
            return false;
        }
        if (image.refs().filter(refs -> !refs.accepts(ref)).isPresent()) {
            return false;
        }
        return ref.isTag() || !image.paths().isActive() || changed.includes(concerns(image));
    }

    /** The files that decide how it is built always count; other paths as the filter defines. */
    private static Predicate<String> concerns(ImageSpec image) {
        String context = image.context().isEmpty() ? "" : image.context() + "/";
        Set<String> always = Set.copyOf(Stream.of(
                        BuildConfiguration.FILE,
                        image.dockerfilePath(),
                        image.dockerfilePath() + ".dockerignore",
                        context + ".dockerignore")
                .distinct()
                .toList());
        PathFilter filter = image.paths().orPaths(folders(image).map(PathPattern::of));
        Predicate<String> filtered = filter.concerns();
        return path -> always.contains(path) || filtered.test(path);
    }

    private static Stream<String> folders(ImageSpec image) {
        Stream<String> named = image.contexts().values().stream().mapMulti((context, folders) -> {
            if (context instanceof ContextSource.Folder folder) {
                folders.accept(folder.path());
            }
        });
        return Stream.concat(Stream.of(image.context()), named);
    }
}
