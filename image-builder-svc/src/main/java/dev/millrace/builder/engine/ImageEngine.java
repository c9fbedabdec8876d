package dev.millrace.builder.engine;

import dev.millrace.events.value.ImageReference;
import dev.millrace.events.value.Platform;
import java.util.function.Consumer;

/** Something that makes images out of Dockerfiles. Blocking; one build at a time. */
public interface ImageEngine {

    /** What {@code image.built} calls it. */
    String name();

    /** What it builds for if nobody says. */
    Platform ownPlatform();

    /** Runs the Dockerfile up to a stage and keeps nothing of it but its cache. */
    ToolOutcome test(Recipe recipe, String stage, Limit limit, Consumer<String> log);

    /** Builds the image and keeps it here under the recipe's id. */
    ToolOutcome build(Recipe recipe, Limit limit, Consumer<String> log);

    /** Pushes what {@link #build} kept. */
    ToolOutcome push(Recipe recipe, ImageReference destination, Limit limit, Consumer<String> log);

    /** Makes room: removes what failed or ended builds left behind, and the cache if it has grown too large. */
    void tidy();
}
