package dev.millrace.sync.render.plain;

import dev.millrace.sync.render.cache.Cache;
import java.util.Optional;

/** Earlier results for files and directories. Git's ids show if they are still valid. */
final class Kept {
    /** The estimated bytes in memory of one byte of YAML. */
    private static final int WEIGHT_OF_A_BYTE = 6;

    private static final int WEIGHT_OF_AN_ENTRY = 300;

    /** Larger directories are assembled again from the stored results of those within them. */
    private static final int MAX_FILES_TOGETHER = 500;

    private final Cache<Key, Found> cache;

    private record Key(String path, String id, PlainFiles.Wanted wanted) {}

    Kept(long mostBytes) {
        this.cache = new Cache<>(mostBytes);
    }

    Optional<Found> get(String path, String id, PlainFiles.Wanted wanted) {
        return cache.get(new Key(path, id, wanted));
    }

    /** Stores the result; it must not change afterwards. */
    void keep(String path, String id, PlainFiles.Wanted wanted, Found found) {
        if (found.files <= MAX_FILES_TOGETHER) {
            cache.put(
                    new Key(path, id, wanted),
                    found,
                    WEIGHT_OF_AN_ENTRY * (1L + found.lookedAt.size()) + WEIGHT_OF_A_BYTE * found.bytes);
        }
    }
}
