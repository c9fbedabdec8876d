package dev.millrace.builder.engine;

import dev.millrace.events.value.Platform;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
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

    /** The abilities that not every engine has, on every host. */
    Set<Ability> abilities();

    /**
     * Runs the Dockerfile up to a stage and keeps only the cache.
     *
     * @throws java.io.UncheckedIOException if the engine is not running, or stopped during the run; a retry may succeed
     */
    ToolOutcome test(Recipe recipe, String stage, Limit limit, Consumer<String> log);

    /**
     * Runs the Dockerfile up to a stage and writes the files of that stage to a tar file, which the caller deletes. Needs
     * {@link Ability#EXPORT}.
     *
     * @throws java.io.UncheckedIOException if the engine is not running, or stopped during the run; a retry may succeed
     */
    ExportOutcome export(Recipe recipe, String stage, TarFile target, Limit limit, Consumer<String> log);

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

    /**
     * A place for the files of a stage.
     *
     * @param maxBytes the maximum size of the file; files that don't fit are a failure
     */
    record TarFile(Path path, long maxBytes) {}

    /** An ability that depends on the engine or on its host. */
    enum Ability {
        /** The export of a stage, which tests by commands and JUnit reports need. */
        EXPORT,

        /** Limits of memory, CPUs, processes and disk for one build. */
        LIMITS
    }
}
