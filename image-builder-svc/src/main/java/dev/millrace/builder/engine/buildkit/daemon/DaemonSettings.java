package dev.millrace.builder.engine.buildkit.daemon;

import dev.millrace.builder.engine.buildkit.network.CniFiles;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the daemon.
 *
 * @param runtime the program that runs commands, {@code runc}
 * @param network the files of the network; absent if no build has one
 * @param parallelSteps the maximum number of commands that run at the same time, over all builds
 */
public record DaemonSettings(
        String runtime, Optional<CniFiles> network, int parallelSteps, List<DaemonRegistry> registries) {
    public DaemonSettings {
        registries = List.copyOf(registries);
    }
}
