package dev.millrace.builder.engine.buildkit.network;

import dev.millrace.builder.engine.EngineRefused;
import dev.millrace.builder.engine.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The files of CNI for the network of builds (CNI specification 1.0.0).
 *
 * @param configuration the file of the network
 * @param plugins the folder of the plugins
 */
public record CniFiles(Path configuration, Path plugins) {
    private static final List<String> PLUGINS = List.of("bridge", "host-local", "loopback");

    /** Writes the files. Forgets the addresses of earlier builds, which must not run any more. */
    static CniFiles write(Path home, Path installed, String bridge, Subnet subnet) {
        CniFiles files = new CniFiles(home.resolve("network.conflist"), home.resolve("plugins"));
        Folders.delete(home);
        Folders.createPrivate(files.plugins);
        try {
            for (String plugin : PLUGINS) {
                Path program = installed.resolve(plugin);
                if (!Files.isExecutable(program)) {
                    throw new EngineRefused("the network of builds needs the CNI plugin " + program
                            + ", which is missing; install the CNI plugins, set millrace.builder.buildkit.cni-plugins"
                            + " to their folder, or set millrace.builder.buildkit.network=none");
                }
                Files.createSymbolicLink(files.plugins.resolve(plugin), program.toAbsolutePath());
            }
            Path isolate = Files.writeString(files.plugins.resolve("millrace-isolate"), ISOLATE);
            Files.setPosixFilePermissions(isolate, PosixFilePermissions.fromString("rwx------"));
            Files.writeString(files.configuration, network(bridge, subnet, home.resolve("addresses")));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("writing the configuration of the network of builds", e);
        }
    }

    static String network(String bridge, Subnet subnet, Path addresses) {
        return """
                {
                  "cniVersion": "1.0.0",
                  "name": "millrace",
                  "plugins": [
                    {
                      "type": "bridge",
                      "bridge": "%s",
                      "isGateway": true,
                      "ipMasq": false,
                      "ipam": {
                        "type": "host-local",
                        "dataDir": "%s",
                        "ranges": [[{"subnet": "%s"}]],
                        "routes": [{"dst": "0.0.0.0/0"}]
                      }
                    },
                    {"type": "millrace-isolate"}
                  ]
                }
                """.formatted(bridge, addresses, subnet.cidr());
    }

    /** A chained plugin that separates the ports of the bridge: builds reach its gateway, but not each other. */
    private static final String ISOLATE = """
            #!/bin/sh
            set -eu
            request=$(cat)
            case $CNI_COMMAND in
            VERSION) echo '{"cniVersion":"1.0.0","supportedVersions":["0.4.0","1.0.0"]}' ;;
            ADD)
                result=${request#*'"prevResult":'}
                result=${result%',"type":'*}
                port=$(printf '%s' "$result" | sed -n 's/.*"name":"\\(veth[0-9a-f]*\\)".*/\\1/p')
                ip link set dev "$port" type bridge_slave isolated on >&2
                printf '%s\\n' "$result"
                ;;
            esac
            """;
}
