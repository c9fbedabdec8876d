package dev.millrace.builder.engine.buildkit.limits;

import dev.millrace.builder.engine.Recipe.Resources;
import java.util.ArrayList;
import java.util.List;

/** The files with the limits of a control group (cgroups(7), and the kernel's admin-guide/cgroup-v1 and cgroup-v2). */
final class GroupFiles {
    /** The controllers that the limits of a repository need. */
    static final List<String> SHARED = List.of("memory", "pids");

    /** The controllers that the limits of one build need. */
    static final List<String> OWN = List.of("memory", "pids", "cpu");

    private static final long PERIOD_MICROS = 100_000;
    private static final long MIN_QUOTA_MICROS = 1_000;

    /** Version 1 limits memory and swap together, and counts only how often memory alone was at its limit: so memory must reach it first. */
    private static final long SWAP_BYTES = 1 << 20;

    private GroupFiles() {}

    /** The versions of control groups: one folder per controller, or one for all. */
    enum Version {
        V1,
        V2
    }

    /**
     * A file and its content.
     *
     * @param isOptional true if kernels without accounting of swap lack the file
     */
    record Setting(String controller, String file, String value, boolean isOptional) {}

    /** The settings for limits, in the order in which they are written. */
    static List<Setting> of(Version version, Resources limits) {
        List<Setting> all = new ArrayList<>();
        limits.milliCpus()
                .map(milli -> Math.max(MIN_QUOTA_MICROS, milli * PERIOD_MICROS / 1000))
                .ifPresent(quota -> all.addAll(
                        version == Version.V1
                                ? List.of(
                                        setting("cpu", "cpu.cfs_period_us", PERIOD_MICROS),
                                        setting("cpu", "cpu.cfs_quota_us", quota))
                                : List.of(new Setting("cpu", "cpu.max", quota + " " + PERIOD_MICROS, false))));
        limits.memoryBytes()
                .ifPresent(bytes -> all.addAll(
                        version == Version.V1
                                ? List.of(
                                        setting("memory", "memory.limit_in_bytes", bytes),
                                        new Setting(
                                                "memory",
                                                "memory.memsw.limit_in_bytes",
                                                Long.toString(bytes + SWAP_BYTES),
                                                true))
                                : List.of(
                                        setting("memory", "memory.max", bytes),
                                        new Setting("memory", "memory.swap.max", "0", true))));
        limits.processes().ifPresent(count -> all.add(setting("pids", "pids.max", count)));
        return List.copyOf(all);
    }

    private static Setting setting(String controller, String file, long value) {
        return new Setting(controller, file, Long.toString(value), false);
    }

    /** A name for the groups of builds with these limits: the same limits have the same name, on all hosts. */
    static String name(Resources limits) {
        StringBuilder name = new StringBuilder("build");
        limits.milliCpus().ifPresent(milli -> name.append("-cpu").append(milli));
        limits.memoryBytes().ifPresent(bytes -> name.append("-memory").append(bytes));
        limits.processes().ifPresent(count -> name.append("-pids").append(count));
        return name.toString();
    }
}
