package dev.millrace.builder;

import dev.millrace.builder.engine.ImageEngine;
import dev.millrace.builder.engine.Network;
import dev.millrace.builder.engine.buildah.Buildah;
import dev.millrace.builder.engine.buildkit.BuildLimits;
import dev.millrace.builder.engine.buildkit.Buildkit;
import dev.millrace.builder.engine.buildkit.BuildkitSettings;
import dev.millrace.builder.engine.buildkit.daemon.DaemonRegistry;
import dev.millrace.builder.registry.RegistryHosts;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Creates the configured image engine. */
final class EngineWiring {
    private static final long MEGABYTE = 1L << 20;

    private EngineWiring() {}

    static ImageEngine buildkit(BuilderConfig config, Path home, RegistryHosts registries, Clock clock) {
        BuilderConfig.BuildkitTool tool = config.buildkit();
        List<DaemonRegistry> sources = config.registries().values().stream()
                .map(one -> new DaemonRegistry(
                        one.host(), one.insecure(), one.mirrors().orElse(List.of())))
                .toList();
        BuildkitSettings settings = new BuildkitSettings(
                home,
                new BuildkitSettings.Programs(tool.daemon(), tool.client(), tool.runtime()),
                new BuildLimits(
                        tool.cacheMegabytes() * MEGABYTE,
                        tool.parallelSteps(),
                        tool.memoryMegabytes() * MEGABYTE,
                        tool.processes()),
                new BuildkitSettings.Downloads(sources, tool.downloadHosts().orElse(List.of())),
                new BuildkitSettings.Egress(
                        tool.network(),
                        tool.cniPlugins(),
                        tool.allowedNetworks().orElse(List.of())),
                tool.sbomGenerator());
        return new Buildkit(settings, registries.pullLogins(), clock);
    }

    static ImageEngine buildah(BuilderConfig config, Path home, RegistryHosts registries, Clock clock) {
        BuilderConfig.BuildahTool tool = config.buildah();
        return Buildah.in(home, tool.command(), registries, tool.cachedLayers(), clock);
    }

    /** The network of a build that doesn't ask for another one. */
    static Network defaultNetwork(BuilderConfig config) {
        return switch (config.engine()) {
            case BUILDKIT -> config.buildkit().network();
            case BUILDAH -> Network.OUTWARD;
        };
    }
}
