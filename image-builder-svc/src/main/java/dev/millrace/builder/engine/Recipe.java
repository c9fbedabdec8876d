package dev.millrace.builder.engine;

import dev.millrace.events.value.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that an engine needs to know to build an image.
 *
 * @param id names this build among the others of this service
 * @param context the folder that is sent to the build
 * @param dockerfile path of the Dockerfile within it
 * @param target the stage to end at; absent for the last
 * @param labels put on the image, beside what the Dockerfile says
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
            throw new IllegalStateException("a build is for at least one platform");
        }
    }
}
