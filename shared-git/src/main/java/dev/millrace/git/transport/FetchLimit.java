package dev.millrace.git.transport;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.jspecify.annotations.Nullable;

/**
 * Ends a fetch that takes too long as a whole, or brings too much: a host that sends slowly is never silent, and what it sends is on disk before
 * anything checks it. Asked by JGit after each object, which runs in one thread.
 */
final class FetchLimit implements ProgressMonitor {
    private static final Duration MAX_TIME = Duration.ofMinutes(30);
    private static final long MAX_BYTES = 16L << 30;
    private static final long CHECK_INTERVAL_NANOS = Duration.ofMillis(200).toNanos();

    /** The prefix of the file that JGit receives a pack in. */
    private static final String INCOMING = "incoming_";

    private final Path objects;
    private final Duration time;
    private final long bytes;
    private final LongSupplier nanoTime;
    private final long start;
    private long nextCheck;
    private @Nullable String excess;

    FetchLimit(Path objects) {
        this(objects, MAX_TIME, MAX_BYTES, System::nanoTime);
    }

    /** @param objects the directory in which packs arrive */
    FetchLimit(Path objects, Duration time, long bytes, LongSupplier nanoTime) {
        this.objects = objects;
        this.time = time;
        this.bytes = bytes;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.nextCheck = start;
    }

    /** Returns the limit for which the fetch was ended. */
    Optional<String> excess() {
        return Optional.ofNullable(excess);
    }

    @Override
    public boolean isCancelled() {
        long now = nanoTime.getAsLong();
        if (excess == null && now - nextCheck >= 0) {
            nextCheck = now + CHECK_INTERVAL_NANOS;
            if (now - start > time.toNanos()) {
                excess = "it takes longer than " + time.toMinutes() + " minutes";
            } else if (incoming() > bytes) {
                excess = "it brings more than " + (bytes >> 20) + " MiB";
            }
        }
        return excess != null;
    }

    private long incoming() {
        long size = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(objects, INCOMING + "*")) {
            for (Path file : files) {
                size += Files.size(file);
            }
        } catch (IOException e) {
            return 0; // the pack was completed meanwhile
        }
        return size;
    }

    @Override
    public void start(int totalTasks) {}

    @Override
    public void beginTask(String title, int totalWork) {}

    @Override
    public void update(int completed) {}

    @Override
    public void endTask() {}

    @Override
    public void showDuration(boolean enabled) {}
}
