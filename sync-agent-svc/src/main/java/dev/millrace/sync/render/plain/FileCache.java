package dev.millrace.sync.render.plain;

import dev.millrace.sync.render.cache.Cache;
import java.util.Optional;

/** Earlier results for files and directories. Git's ids show if they are still valid. */
final class FileCache {
    /** The estimated bytes in memory of one byte of YAML. */
    private static final int WEIGHT_OF_A_BYTE = 6;

    private static final int WEIGHT_OF_AN_ENTRY = 300;

    /** Larger directories are assembled again from the stored results of those within them. */
    private static final int MAX_FILES_TOGETHER = 500;

    private final Cache<Key, DirectoryContent> cache;

    private record Key(String path, String id, PlainFiles.Query query) {}

    FileCache(long maxBytes) {
        this.cache = new Cache<>(maxBytes);
    }

    Optional<DirectoryContent> get(String path, String id, PlainFiles.Query query) {
        return cache.get(new Key(path, id, query));
    }

    /** Stores the result; it must not change afterwards. */
    void put(String path, String id, PlainFiles.Query query, DirectoryContent found) {
        if (found.files <= MAX_FILES_TOGETHER) {
            cache.put(
                    new Key(path, id, query),
                    found,
                    WEIGHT_OF_AN_ENTRY * (1L + found.readSet.size()) + WEIGHT_OF_A_BYTE * found.bytes);
        }
    }
}
