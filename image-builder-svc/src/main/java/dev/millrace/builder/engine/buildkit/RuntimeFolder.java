package dev.millrace.builder.engine.buildkit;

import dev.millrace.builder.engine.Folders;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The private folder of an engine for sockets and inputs of builds. It is in memory where there is such a place: secrets then never reach a disk,
 * and paths of sockets are short enough (unix(7): 107 bytes).
 */
final class RuntimeFolder {
    private static final Path MEMORY = Path.of("/dev/shm");

    private RuntimeFolder() {}

    static Path of(Path home) {
        return Files.isWritable(MEMORY)
                ? MEMORY.resolve(
                        "millrace-" + Integer.toHexString(home.toString().hashCode()))
                : home.resolve("run");
    }

    /** Creates the folder without what an earlier process left there. */
    static Path create(Path home) {
        Folders.delete(of(home));
        return Folders.createPrivate(of(home));
    }
}
