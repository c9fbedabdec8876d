package dev.millrace.builder.engine.buildkit.limits;

import dev.millrace.builder.engine.Recipe.Resources;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The control group of one build, until it is closed.
 *
 * @param path its path for the runtime, which is part of the cache key of the commands
 * @param processes the folder below which its processes are listed
 * @param limits of this build alone
 * @param before its counters at the start of the build
 * @param counters reads its counters
 * @param release deletes it
 */
public record BuildGroup(
        String path, Path processes, Resources limits, Counters before, Supplier<Counters> counters, Runnable release)
        implements AutoCloseable {

    /** The limit of this build that its commands reached so far, for users; empty if they reached none. */
    public Optional<String> reached() {
        return counters.get().reachedSince(before, limits);
    }

    /** A check of what the commands write below a daemon's folder; always empty if the build has no limit of disk. */
    public Supplier<Optional<String>> diskCheck(Path root) {
        return limits.diskBytes()
                .<Supplier<Optional<String>>>map(bytes -> new DiskUsage(root, processes, bytes)::exceeded)
                .orElse(Optional::empty);
    }

    @Override
    public void close() {
        release.run();
    }
}
