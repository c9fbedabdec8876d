package dev.millrace.builder.engine;

import dev.millrace.events.value.ImageReference;
import dev.millrace.events.value.Platform;
import java.util.function.Consumer;

/** An engine that builds images from Dockerfiles. Blocking; one build at a time. */
public interface ImageEngine {

    /** The name of the engine in {@code image.built}. */
    String name();

    /** The default target platform. */
    Platform ownPlatform();

    /** Runs the Dockerfile up to a stage and keeps only the cache. */
    ToolOutcome test(Recipe recipe, String stage, Limit limit, Consumer<String> log);

    /** Builds the image and stores it locally under the recipe's id. */
    ToolOutcome build(Recipe recipe, Limit limit, Consumer<String> log);

    /** Pushes the image that {@link #build} stored. */
    ToolOutcome push(Recipe recipe, ImageReference destination, Limit limit, Consumer<String> log);

    /** Frees space: removes the leftovers of earlier builds, and the cache if it is too large. */
    void cleanUp();
}
