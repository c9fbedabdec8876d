package dev.millrace.sync.render.plain;

import java.time.Duration;

/**
 * What one rendering may take.
 *
 * @param files manifests that are read
 * @param bytes of them together
 * @param time how long it may read
 */
public record Bounds(int files, long bytes, Duration time) {
    private static final long LEAST_BYTES = 8L << 20;
    private static final long MOST_BYTES = 64L << 20;
    private static final int PART_OF_HEAP = 16;

    /** What fits into this process' memory beside all else. */
    public static Bounds ofThisProcess(Duration time) {
        long bytes = Runtime.getRuntime().maxMemory() / PART_OF_HEAP;
        return new Bounds(50_000, Math.clamp(bytes, LEAST_BYTES, MOST_BYTES), time);
    }
}
