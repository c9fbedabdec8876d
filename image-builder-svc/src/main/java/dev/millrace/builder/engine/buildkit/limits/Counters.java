package dev.millrace.builder.engine.buildkit.limits;

import dev.millrace.builder.engine.Recipe.Resources;
import java.util.Optional;

/**
 * The counters of a control group that show which limit its processes reached.
 *
 * @param atMemoryLimit the number of times that its memory was at its limit
 * @param kills the number of processes that the kernel killed for lack of memory: in the group with version 2, on the host with version 1, which
 *     counts them in the groups of single commands only
 * @param refusedForks the number of processes that the kernel refused to start in the group itself
 * @param peakProcesses the highest number of processes and threads so far
 */
record Counters(long atMemoryLimit, long kills, long refusedForks, long peakProcesses) {
    static final Counters NONE = new Counters(0, 0, 0, 0);

    /** The limit that was reached since an earlier count, with its value and its key; empty if none was. */
    Optional<String> reachedSince(Counters before, Resources limits) {
        if (limits.memoryBytes().isPresent() && atMemoryLimit > before.atMemoryLimit && kills > before.kills) {
            return limits.memoryBytes().map(bytes -> size(bytes) + " of memory (limits.memory)");
        }
        return limits.processes()
                .filter(max ->
                        refusedForks > before.refusedForks || (peakProcesses >= max && before.peakProcesses < max))
                .map(max -> max + " processes and threads (limits.processes)");
    }

    /** A number of bytes for users. */
    static String size(long bytes) {
        long mebibyte = 1L << 20;
        return bytes % mebibyte == 0 ? bytes / mebibyte + " MiB" : bytes + " bytes";
    }
}
