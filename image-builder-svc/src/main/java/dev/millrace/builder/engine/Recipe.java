package dev.millrace.builder.engine;

import dev.millrace.events.value.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The input of an engine to build one image.
 *
 * @param id unique among the builds of this service
 * @param context the folder of the build context
 * @param dockerfile path of the Dockerfile within it
 * @param target the last stage to build; absent for the last in the file
 * @param labels added to the labels of the Dockerfile
 * @param platforms at least one
 */
public record Recipe(
        String id,
        Path context,
        String dockerfile,
        Optional<String> target,
        SortedMap<String, String> args,
        SortedMap<String, String> labels,
        List<Platform> platforms) {

    public Recipe {
        args = new TreeMap<>(args);
        labels = new TreeMap<>(labels);
        platforms = List.copyOf(platforms);
        if (platforms.isEmpty()) {
            throw new IllegalStateException("a build needs at least one platform");
        }
    }
}
