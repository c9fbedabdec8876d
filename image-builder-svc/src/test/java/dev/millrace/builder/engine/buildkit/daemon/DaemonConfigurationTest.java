package dev.millrace.builder.engine.buildkit.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.engine.buildkit.network.CniFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DaemonConfigurationTest {
    @Test
    void theConfigurationHasTheNetworkTheLimitsAndTheRegistries() {
        String toml = configuration(Optional.of(new CniFiles(Path.of("/w/network.conflist"), Path.of("/w/plugins"))));

        assertThat(toml)
                .contains("root = \"/w/daemon/root\"", "address = [\"unix:///run/x/buildkitd.sock\"]")
                .contains("networkMode = \"cni\"", "cniConfigPath = \"/w/network.conflist\"")
                .contains("insecure-entitlements = []", "gc = false", "max-parallelism = 3")
                .contains("[frontend.\"gateway.v0\"]\n  enabled = false")
                .endsWith("""
                        [registry."docker.io"]
                          mirrors = ["127.0.0.1:5000", "mirror.example/hub"]
                        [registry."127.0.0.1:5000"]
                          http = true
                        """);
    }

    @Test
    void aNameCannotEndItsString() {
        DaemonSettings settings = new DaemonSettings(
                "runc", Optional.empty(), 1, List.of(new DaemonRegistry("a\"]\nroot = \"/", false, List.of())));

        assertThat(new DaemonConfiguration(new DaemonFiles(Path.of("/w"), Path.of("/run/x")), settings).toml())
                .contains("[registry.\"a\\\"]\\nroot = \\\"/\"]");
    }

    @Test
    void theDaemonIsStartedAgainAfterLongerAndLongerPauses() {
        Duration second = Duration.ofSeconds(1);

        assertThat(Daemon.pauseAfter(second, second)).isEqualTo(Duration.ofSeconds(2));
        assertThat(Daemon.pauseAfter(second, Duration.ofSeconds(20))).isEqualTo(Duration.ofSeconds(30));
        assertThat(Daemon.pauseAfter(Duration.ofHours(1), Duration.ofSeconds(30)))
                .isLessThan(second);
    }

    private static String configuration(Optional<CniFiles> network) {
        List<DaemonRegistry> registries = List.of(
                new DaemonRegistry("docker.io", false, List.of("127.0.0.1:5000", "mirror.example/hub")),
                new DaemonRegistry("127.0.0.1:5000", true, List.of()));
        DaemonSettings settings = new DaemonSettings("/usr/sbin/runc", network, 3, registries);
        return new DaemonConfiguration(new DaemonFiles(Path.of("/w/daemon"), Path.of("/run/x")), settings).toml();
    }
}
