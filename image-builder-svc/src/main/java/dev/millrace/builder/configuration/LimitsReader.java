package dev.millrace.builder.configuration;

import dev.millrace.builder.configuration.spec.BuildLimits;
import dev.millrace.builder.configuration.spec.NetworkLimit;
import dev.millrace.yaml.YamlMapping;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the limits of builds. */
final class LimitsReader {
    private static final Set<String> KEYS = Set.of("memory", "cpus", "processes", "disk", "time", "network");
    private static final Map<String, NetworkLimit> NETWORKS =
            Arrays.stream(NetworkLimit.values()).collect(Collectors.toMap(NetworkLimit::text, network -> network));

    private LimitsReader() {}

    static BuildLimits limits(YamlMapping mapping) {
        return mapping.mapping("limits", "'limits'", KEYS)
                .map(limits -> new BuildLimits(
                        limits.parsed("memory", Quantities::bytes),
                        limits.parsed("cpus", Quantities::milliCpus),
                        limits.parsed("processes", Quantities::count),
                        limits.parsed("disk", Quantities::bytes),
                        limits.parsed("time", Quantities::time),
                        limits.word("network", NETWORKS)))
                .orElse(BuildLimits.NONE);
    }
}
