package dev.millrace.builder.configuration;

import dev.millrace.builder.configuration.spec.BuildAccess;
import dev.millrace.builder.configuration.spec.BuildLimits;
import dev.millrace.builder.configuration.spec.ContextSource;
import dev.millrace.builder.configuration.spec.ImageTest;
import dev.millrace.builder.configuration.spec.PathFilter;
import dev.millrace.builder.configuration.spec.RefFilter;
import dev.millrace.builder.configuration.spec.TagPattern;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Platform;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One image to build.
 *
 * @param context the folder of the repository that is the build context; empty for the whole repository
 * @param dockerfile path of the Dockerfile from the context; begins with {@code ../} if it is outside
 * @param target the last stage to build; absent for the last in the file
 * @param platforms the target platforms; empty for the builder's own
 * @param labels added to the labels of the Dockerfile
 * @param contexts further contexts by name
 * @param tests tests of this image, beside the configuration's test stage
 * @param access names of secrets and SSH keys
 * @param tagPatterns templates of its tags; empty for the tag rule of the configuration
 * @param refs the refs that it is built for; absent for all
 * @param paths the changed paths that it is built for
 */
public record ImageSpec(
        ImageName name,
        String context,
        String dockerfile,
        Optional<String> target,
        SortedMap<String, String> args,
        List<Platform> platforms,
        SortedMap<String, String> labels,
        SortedMap<String, ContextSource> contexts,
        List<ImageTest> tests,
        BuildAccess access,
        BuildLimits limits,
        List<TagPattern> tagPatterns,
        Optional<RefFilter> refs,
        PathFilter paths) {

    public ImageSpec {
        args = new TreeMap<>(args);
        platforms = List.copyOf(platforms);
        labels = new TreeMap<>(labels);
        contexts = new TreeMap<>(contexts);
        tests = List.copyOf(tests);
        tagPatterns = List.copyOf(tagPatterns);
    }

    /** An image with the defaults in all other parts. */
    public ImageSpec(
            ImageName name,
            String context,
            String dockerfile,
            Optional<String> target,
            SortedMap<String, String> args,
            List<Platform> platforms) {
        this(
                name,
                context,
                dockerfile,
                target,
                args,
                platforms,
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(),
                BuildAccess.NONE,
                BuildLimits.NONE,
                List.of(),
                Optional.empty(),
                PathFilter.NONE);
    }

    /** The same image without secrets and SSH keys. */
    public ImageSpec withoutAccess() {
        return new ImageSpec(
                name,
                context,
                dockerfile,
                target,
                args,
                platforms,
                labels,
                contexts,
                tests,
                BuildAccess.NONE,
                limits,
                tagPatterns,
                refs,
                paths);
    }

    /** The path of the Dockerfile in the repository. */
    public String dockerfilePath() {
        return RepositoryPath.resolve(context, dockerfile);
    }

    /** Returns true if the Dockerfile is not below the context. */
    public boolean hasDockerfileOutsideItsContext() {
        return dockerfile.startsWith("../");
    }

    /** Returns true if both run the same tests on the same files in the same way. */
    public boolean hasSameTests(ImageSpec other) {
        return context.equals(other.context)
                && dockerfile.equals(other.dockerfile)
                && args.equals(other.args)
                && platforms.equals(other.platforms)
                && contexts.equals(other.contexts)
                && tests.equals(other.tests)
                && access.equals(other.access)
                && limits.equals(other.limits);
    }
}
