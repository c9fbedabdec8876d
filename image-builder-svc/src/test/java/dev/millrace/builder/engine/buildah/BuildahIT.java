package dev.millrace.builder.engine.buildah;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.millrace.builder.engine.EngineRefused;
import dev.millrace.builder.engine.version.SafeVersions;
import dev.millrace.builder.registry.RegistryHosts;
import dev.millrace.testbed.process.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The installed buildah is used or refused, as its version demands. */
class BuildahIT {
    @Test
    void theInstalledBuildahIsRefusedIfItIsOlderThanItsMinimumSafeVersion(@TempDir Path home) throws Exception {
        String installed = Tool.onPath("buildah").orElseThrow().toString();
        Process process = new ProcessBuilder(installed, "--version").start();
        String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Buildah buildah = Buildah.in(home, installed, new RegistryHosts(List.of()), 10, Clock.systemUTC());

        Throwable refusal = catchThrowable(buildah::start);

        assertThat(refusal instanceof EngineRefused)
                .isEqualTo(SafeVersions.BUILDAH.refusal(version).isPresent());
    }
}
