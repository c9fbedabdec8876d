package dev.millrace.builder.configuration.spec;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The limits of one build; an absent one is that of the service.
 *
 * @param memory in bytes
 * @param milliCpus in thousandths of a CPU
 * @param disk in bytes
 */
public record BuildLimits(
        Optional<Long> memory,
        Optional<Long> milliCpus,
        Optional<Long> processes,
        Optional<Long> disk,
        Optional<Duration> time,
        Optional<NetworkLimit> network) {
    public static final BuildLimits NONE = new BuildLimits(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** These limits, and the others where these are absent. */
    public BuildLimits or(BuildLimits others) {
        return new BuildLimits(
                memory.or(others::memory),
                milliCpus.or(others::milliCpus),
                processes.or(others::processes),
                disk.or(others::disk),
                time.or(others::time),
                network.or(others::network));
    }

    /** The name in the configuration of the first limit that is above the maximum; empty if none is. */
    public Optional<String> above(BuildLimits maximum) {
        return Stream.of(
                        above("memory", memory, maximum.memory),
                        above("cpus", milliCpus, maximum.milliCpus),
                        above("processes", processes, maximum.processes),
                        above("disk", disk, maximum.disk),
                        above("time", time, maximum.time),
                        above("network", network, maximum.network))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static <T extends Comparable<? super T>> Optional<String> above(
            String name, Optional<T> value, Optional<T> maximum) {
        return value.filter(
                        one -> maximum.filter(most -> one.compareTo(most) > 0).isPresent())
                .map(one -> name);
    }
}
