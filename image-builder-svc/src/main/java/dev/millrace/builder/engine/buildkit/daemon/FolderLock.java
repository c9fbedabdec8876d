package dev.millrace.builder.engine.buildkit.daemon;

import dev.millrace.builder.engine.EngineRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The right to use a daemon's folder. Ends with this process, at the latest. */
final class FolderLock implements AutoCloseable {
    private static final int MAX_FILE_BYTES = 100;

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws EngineRefused if another process has it
     */
    static FolderLock take(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Optional<FileLock> lock = tryLock(channel);
            if (lock.isEmpty()) {
                channel.close();
                throw new EngineRefused("the folder " + file.getParent()
                        + " is in use by another builder; give each its own millrace.builder.work-directory");
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("locking the folder of the image engine: " + file, e);
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    /** Records the process, so that a later start can end it. */
    static void record(Path file, ProcessHandle process) {
        try {
            Files.writeString(file, process.pid() + " " + startOf(process) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("recording the process of the image engine: " + file, e);
        }
    }

    /** Ends the recorded process if it still runs, and returns when it has ended. A process that got its id later stays. */
    static void endRecorded(Path file) {
        recorded(file).ifPresent(process -> {
            CompletableFuture<ProcessHandle> end = process.onExit();
            process.descendants().toList().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            end.join();
        });
    }

    private static Optional<ProcessHandle> recorded(Path file) {
        try {
            if (!Files.exists(file) || Files.size(file) > MAX_FILE_BYTES) {
                return Optional.empty();
            }
            String[] parts = Files.readString(file).strip().split(" ", -1);
            return parts.length == 2
                    ? ProcessHandle.of(Long.parseLong(parts[0]))
                            .filter(one -> startOf(one).equals(parts[1]))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the process of the image engine: " + file, e);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("releasing the folder of the image engine", e);
        }
    }
}
