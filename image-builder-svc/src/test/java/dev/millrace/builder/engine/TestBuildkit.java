package dev.millrace.builder.engine;

import dev.millrace.builder.engine.buildkit.BuildLimits;
import dev.millrace.builder.engine.buildkit.Buildkit;
import dev.millrace.builder.engine.buildkit.BuildkitSettings;
import dev.millrace.builder.engine.buildkit.daemon.DaemonRegistry;
import dev.millrace.testbed.delivery.BuildkitPrograms;
import dev.millrace.testbed.process.JvmState;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** BuildKit for tests. */
public final class TestBuildkit {
    public static final BuildLimits LIMITS = new BuildLimits(2L << 30, 4, 512L << 20, 256);

    private TestBuildkit() {}

    /** A folder that is deleted when this JVM ends. */
    public static Path home(String name) {
        return JvmState.directory("engine").resolve(name);
    }

    /** A started engine with a network that reaches outward. */
    public static Buildkit start(Path home, DaemonRegistry... registries) {
        return start(settings(home, Network.OUTWARD, LIMITS, registries));
    }

    public static Buildkit start(BuildkitSettings settings) {
        Buildkit engine = new Buildkit(settings, Map.of(), Clock.systemUTC());
        engine.start();
        return engine;
    }

    public static BuildkitSettings settings(
            Path home, Network network, BuildLimits limits, DaemonRegistry... registries) {
        return new BuildkitSettings(
                home,
                new BuildkitSettings.Programs(
                        BuildkitPrograms.daemon().toString(),
                        BuildkitPrograms.client().toString(),
                        BuildkitPrograms.runtime().toString()),
                limits,
                new BuildkitSettings.Downloads(List.of(registries), List.of()),
                new BuildkitSettings.Egress(network, BuildkitPrograms.cniPlugins(), List.of()),
                Optional.empty());
    }

    /** The same settings with a generator of SBOMs. */
    public static BuildkitSettings withSbomGenerator(BuildkitSettings settings, String image) {
        return new BuildkitSettings(
                settings.home(),
                settings.programs(),
                settings.limits(),
                settings.downloads(),
                settings.egress(),
                Optional.of(image));
    }
}
