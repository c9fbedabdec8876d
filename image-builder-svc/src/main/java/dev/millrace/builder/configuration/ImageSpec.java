package dev.millrace.builder.configuration;

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
 * @param dockerfile path of the Dockerfile within the context
 * @param target the last stage to build; absent for the last in the file
 * @param platforms the target platforms; empty for the builder's own
 */
public record ImageSpec(
        ImageName name,
        String context,
        String dockerfile,
        Optional<String> target,
        SortedMap<String, String> args,
        List<Platform> platforms) {

    public ImageSpec {
        args = new TreeMap<>(args);
        platforms = List.copyOf(platforms);
    }

    /** Returns true if both run the same Dockerfile on the same files with the same arguments, so that their tests are the same. */
    public boolean hasSameTests(ImageSpec other) {
        return context.equals(other.context) && dockerfile.equals(other.dockerfile) && args.equals(other.args);
    }
}
