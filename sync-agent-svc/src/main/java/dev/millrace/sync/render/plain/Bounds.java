package dev.millrace.sync.render.plain;

import java.time.Duration;

/**
 * The limits of one rendering.
 *
 * @param files the number of manifests
 * @param bytes the total size of the manifests
 * @param time the time for reading
 */
public record Bounds(int files, long bytes, Duration time) {
    private static final long MIN_BYTES = 8L << 20;
    private static final long MAX_BYTES = 64L << 20;
    private static final int PART_OF_HEAP = 16;

    /** Returns limits that fit into the memory of this process beside everything else. */
    public static Bounds ofThisProcess(Duration time) {
        long bytes = Runtime.getRuntime().maxMemory() / PART_OF_HEAP;
        return new Bounds(50_000, Math.clamp(bytes, MIN_BYTES, MAX_BYTES), time);
    }
}
