package dev.millrace.builder.engine.buildkit.limits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The disk space that the commands of one build have written, measured while they run. BuildKit has no quota for one build, and most file systems
 * have none for a folder: so a command is ended soon after it exceeds the limit, not at it. The layers of earlier commands of the build count.
 */
final class DiskUsage {
    private static final long BLOCK = 4096;
    private static final Duration MIN_PAUSE = Duration.ofMillis(200);
    private static final int PAUSE_PER_MEASUREMENT = 4;

    private final Path root;
    private final Path group;
    private final long maxBytes;
    private final Map<String, Long> measured = new HashMap<>();
    private final Map<String, Long> atStart = new HashMap<>();
    private long nextNanos = System.nanoTime();

    /**
     * Creates a measurement without results.
     *
     * @param root the folder of the daemon's state
     * @param group the control group whose processes are the commands of the build
     */
    DiskUsage(Path root, Path group, long maxBytes) {
        this.root = root;
        this.group = group;
        this.maxBytes = maxBytes;
    }

    /** Returns the limit for users if it is exceeded. Measures again after a pause that grows with the time of a measurement. */
    Optional<String> exceeded() {
        long start = System.nanoTime();
        if (start - nextNanos >= 0) {
            measure();
            long nanos = System.nanoTime() - start;
            nextNanos = System.nanoTime() + Math.max(MIN_PAUSE.toNanos(), PAUSE_PER_MEASUREMENT * nanos);
        }
        return bytes() > maxBytes ? Optional.of(Counters.size(maxBytes) + " of disk (limits.disk)") : Optional.empty();
    }

    long bytes() {
        return measured.entrySet().stream()
                .mapToLong(one -> Math.max(0, one.getValue() - atStart.getOrDefault(one.getKey(), 0L)))
                .sum();
    }

    private void measure() {
        Set<Mounts.Place> places = new HashSet<>();
        for (String process : processes()) {
            places.addAll(Mounts.writable(lines(Path.of("/proc", process, "mountinfo"))));
        }
        for (Mounts.Place place : places) {
            long size = size(root.resolve(place.snapshot()));
            if (!place.isOwn()) {
                atStart.putIfAbsent(place.snapshot(), size);
            }
            measured.put(place.snapshot(), size);
        }
    }

    private List<String> processes() {
        try (Stream<Path> files = Files.walk(group)) {
            return files.filter(file -> file.endsWith("cgroup.procs"))
                    .flatMap(file -> lines(file).stream())
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // a command has ended, with its group
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of(); // the process has ended
        }
    }

    private static long size(Path folder) {
        long[] bytes = {0};
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    bytes[0] += (attributes.size() / BLOCK + 1) * BLOCK;
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE; // it was deleted meanwhile
                }

                @Override
                public FileVisitResult postVisitDirectory(Path one, @Nullable IOException failure) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("measuring the disk space of a build", e);
        }
        return bytes[0];
    }
}
