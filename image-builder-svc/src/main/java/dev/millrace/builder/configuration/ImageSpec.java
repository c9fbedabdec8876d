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
 * @param context the folder of the repository that is sent to the build; empty for all of it
 * @param dockerfile path of the Dockerfile within the context
 * @param target the stage to end at; absent for the last
 * @param platforms what it is built for; empty for the builder's own
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

    /** Whether both run the same Dockerfile on the same files with the same arguments, so that their tests are the same. */
    public boolean testsAlike(ImageSpec other) {
        return context.equals(other.context) && dockerfile.equals(other.dockerfile) && args.equals(other.args);
    }
}
