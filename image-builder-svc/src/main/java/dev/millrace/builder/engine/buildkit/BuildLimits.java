package dev.millrace.builder.engine.buildkit;

import dev.millrace.builder.engine.Recipe.Resources;
import java.util.Optional;

/**
 * The limits of builds.
 *
 * @param cacheBytes the maximum size of layers, cache mounts and contexts of all builds together
 * @param parallelSteps the maximum number of commands that run at the same time, over all builds
 * @param memoryBytes the maximum memory of the commands of all running builds of one repository
 * @param processes the maximum number of processes and threads of all running builds of one repository
 */
public record BuildLimits(long cacheBytes, int parallelSteps, long memoryBytes, int processes) {

    /** The limits of all running builds of one repository together. */
    Resources ofRepository() {
        return new Resources(
                Optional.of(memoryBytes), Optional.empty(), Optional.of((long) processes), Optional.empty());
    }
}
