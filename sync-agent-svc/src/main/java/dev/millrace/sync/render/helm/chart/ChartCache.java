package dev.millrace.sync.render.helm.chart;

import dev.millrace.events.value.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Packed charts on disk: {@code <digest>.tgz}, and for each key a file that holds the digest. A chart that doesn't match its digest counts as
 * missing. Above the limit, the least recently used charts are evicted first.
 */
final class ChartCache {
    private static final String PACKED = ".tgz";

    private final Path directory;
    private final long most;

    /** @param most the limit in bytes of all charts */
    ChartCache(Path directory, long most) {
        this.directory = directory;
        this.most = most;
    }

    Optional<byte[]> get(String key) {
        try {
            String digest = Files.readString(directory.resolve(key)).strip();
            Path file = directory.resolve(digest + PACKED);
            byte[] chart = Files.readAllBytes(file);
            if (!Sha256.hex(chart).equals(digest)) {
                return Optional.empty();
            }
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return Optional.of(chart);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("reading a chart that was kept", e);
        }
    }

    /** Writes the chart first, then the file that refers to it, each atomically. */
    void put(String key, byte[] chart) {
        String digest = Sha256.hex(chart);
        try {
            Files.createDirectories(directory);
            write(directory.resolve(digest + PACKED), chart);
            write(directory.resolve(key), digest.getBytes(StandardCharsets.US_ASCII));
            trim(digest + PACKED);
        } catch (IOException e) {
            throw new UncheckedIOException("keeping a chart", e);
        }
    }

    private void write(Path file, byte[] content) throws IOException {
        Path part = Files.createTempFile(directory, "part", "");
        Files.write(part, content);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void trim(String newest) throws IOException {
        List<Path> packed;
        try (Stream<Path> files = Files.list(directory)) {
            packed = files.filter(file -> file.toString().endsWith(PACKED))
                    .sorted(Comparator.comparing(ChartCache::used).reversed())
                    .toList();
        }
        long bytes = 0;
        for (Path file : packed) {
            bytes += file.toFile().length();
            if (bytes > most && !file.endsWith(newest)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static long used(Path file) {
        return file.toFile().lastModified();
    }
}
