package dev.millrace.builder.engine.buildkit.daemon;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.stream.Collectors;

/** The configuration file of {@code buildkitd} (buildkitd.toml(5)). Its own garbage collection is off: see {@code Buildkit#cleanUp}. */
record DaemonConfiguration(DaemonFiles files, DaemonSettings settings) {

    String toml() {
        return """
                root = %s
                insecure-entitlements = []
                [grpc]
                  address = [%s]
                [otel]
                  socketPath = %s
                [cdi]
                  disabled = true
                [history]
                  maxEntries = 1
                  maxAge = 60
                [worker.containerd]
                  enabled = false
                [worker.oci]
                  enabled = true
                  binary = %s
                  max-parallelism = %d
                  gc = false
                %s[frontend."gateway.v0"]
                  enabled = false
                """.formatted(
                                quoted(files.root()),
                                quoted(files.address()),
                                quoted(files.traces()),
                                quoted(settings.runtime()),
                                settings.parallelSteps(),
                                networkKeys())
                + settings.registries().stream()
                        .map(DaemonConfiguration::registry)
                        .collect(Collectors.joining());
    }

    /** Without a network, the mode is that of the host, which each build overrides with none. */
    private String networkKeys() {
        return settings.network()
                .map(cni -> """
                  networkMode = "cni"
                  cniConfigPath = %s
                  cniBinaryPath = %s
                """.formatted(quoted(cni.configuration()), quoted(cni.plugins())))
                .orElse("  networkMode = \"host\"\n");
    }

    private static String registry(DaemonRegistry registry) {
        StringBuilder table =
                new StringBuilder("[registry.").append(quoted(registry.host())).append("]\n");
        if (!registry.mirrors().isEmpty()) {
            table.append(registry.mirrors().stream()
                    .map(DaemonConfiguration::quoted)
                    .collect(Collectors.joining(", ", "  mirrors = [", "]\n")));
        }
        return table.append(registry.insecure() ? "  http = true\n" : "").toString();
    }

    /** A basic string of TOML; its escapes are those of JSON. */
    private static String quoted(Object value) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(value.toString())) + "\"";
    }
}
