package dev.millrace.sync.render.plain;

import dev.millrace.sync.render.cache.Cache;
import java.util.Optional;

/** What was found in files and directories before. Git's ids tell whether it still is so. */
final class Kept {
    /** What becomes of a byte of YAML, in memory. */
    private static final int WEIGHT_OF_A_BYTE = 6;

    private static final int WEIGHT_OF_AN_ENTRY = 300;

    /** Larger directories are put together anew from what is kept of those within them. */
    private static final int MOST_FILES_TOGETHER = 500;

    private final Cache<Key, Found> cache;

    private record Key(String path, String id, PlainFiles.Wanted wanted) {}

    Kept(long mostBytes) {
        this.cache = new Cache<>(mostBytes);
    }

    Optional<Found> get(String path, String id, PlainFiles.Wanted wanted) {
        return cache.get(new Key(path, id, wanted));
    }

    /** Keeps it; it must not change any more. */
    void keep(String path, String id, PlainFiles.Wanted wanted, Found found) {
        if (found.files <= MOST_FILES_TOGETHER) {
            cache.put(
                    new Key(path, id, wanted),
                    found,
                    WEIGHT_OF_AN_ENTRY * (1L + found.lookedAt.size()) + WEIGHT_OF_A_BYTE * found.bytes);
        }
    }
}
