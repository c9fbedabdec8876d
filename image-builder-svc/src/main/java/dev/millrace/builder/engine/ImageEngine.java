package dev.millrace.builder.engine;

import dev.millrace.events.value.Platform;
import java.util.Optional;
import java.util.function.Consumer;

/** An engine that builds images from Dockerfiles. Thread-safe; blocking. It pushes nothing. */
public interface ImageEngine extends AutoCloseable {

    /** The name of the engine in {@code image.built}. */
    String name();

    /** Returns true if a built image comes with its provenance. */
    boolean attests();

    /** The default target platform. */
    Platform ownPlatform();

    /**
     * Starts the engine. Does nothing if it runs.
     *
     * @throws EngineRefused if a program is missing or below its minimum safe version
     */
    void start();

    /** The reason why the engine can't build now; empty if it can. */
    Optional<String> problem();

    /**
     * Runs the Dockerfile up to a stage and keeps only the cache.
     *
     * @throws java.io.UncheckedIOException if the engine is not running, or stopped during the run; a retry may succeed
     */
    ToolOutcome test(Recipe recipe, String stage, Limit limit, Consumer<String> log);

    /**
     * Builds the image into a folder, which the caller deletes.
     *
     * @throws java.io.UncheckedIOException if the engine is not running, or stopped during the build; a retry may succeed
     */
    BuildOutcome build(Recipe recipe, Limit limit, Consumer<String> log);

    /** Frees space: removes the leftovers of earlier builds, and parts of the cache if it is too large. */
    void cleanUp();

    /** Stops the engine with all its processes. */
    @Override
    void close();
}
