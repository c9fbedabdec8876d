package dev.millrace.builder.engine.buildkit;

import dev.millrace.builder.engine.Network;
import dev.millrace.builder.engine.buildkit.daemon.DaemonRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings of BuildKit.
 *
 * @param home the folder for its programs' files
 * @param sbomGenerator the image that lists the software in an image; BuildKit runs it in the network of the builds
 */
public record BuildkitSettings(
        Path home,
        Programs programs,
        BuildLimits limits,
        Downloads downloads,
        Egress egress,
        Optional<String> sbomGenerator) {

    public BuildkitSettings {
        // BuildKit has no way to run it without a network: it would get that of the host.
        if (sbomGenerator.isPresent() && egress.network() == Network.NONE) {
            throw new IllegalArgumentException("millrace.builder.buildkit.sbom-generator: needs the network of builds;"
                    + " set millrace.builder.buildkit.network=outward, or no generator");
        }
    }

    /** The commands of the programs. */
    public record Programs(String buildkitd, String buildctl, String runc) {}

    /**
     * The registries that base images are read from, and other places.
     *
     * @param hosts of which {@code ADD} may fetch files and Git repositories
     */
    public record Downloads(List<DaemonRegistry> registries, List<String> hosts) {
        public Downloads {
            registries = List.copyOf(registries);
            hosts = List.copyOf(hosts);
        }
    }

    /**
     * The widest network that a build can have.
     *
     * @param cniPlugins the folder of the CNI plugins
     * @param allowed networks that may be reached although they are private
     */
    public record Egress(Network network, Path cniPlugins, List<String> allowed) {
        public Egress {
            allowed = List.copyOf(allowed);
        }
    }
}
