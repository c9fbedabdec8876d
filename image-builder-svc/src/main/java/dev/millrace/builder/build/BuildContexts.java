package dev.millrace.builder.build;

import dev.millrace.builder.source.SourceRepository;
import dev.millrace.events.value.CommitId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The build contexts of a commit: folders, each written to disk once and removed when closed. */
final class BuildContexts implements AutoCloseable {
    private final SourceRepository repository;
    private final CommitId commit;
    private final BuildSettings settings;
    private final Path root;
    private final Map<String, Path> written = new HashMap<>();

    /** Starts empty. */
    BuildContexts(SourceRepository repository, CommitId commit, BuildSettings settings) {
        this.repository = repository;
        this.commit = commit;
        this.settings = settings;
        try {
            Files.createDirectories(settings.contexts());
            this.root = Files.createTempDirectory(settings.contexts(), "commit-");
        } catch (IOException e) {
            throw new UncheckedIOException("creating the folder of the build contexts", e);
        }
    }

    /** Removes the contexts of an earlier process. */
    static void removeAll(Path contexts) {
        remove(contexts);
    }

    /** Returns the path on disk of a folder of the commit. Thread-safe. */
    synchronized Path of(String folder) {
        return written.computeIfAbsent(folder, this::write);
    }

    private Path write(String folder) {
        Path target = root.resolve(Integer.toString(written.size()));
        try {
            Files.createDirectories(target);
        } catch (IOException e) {
            throw new UncheckedIOException("creating the folder of the build context", e);
        }
        repository.materialise(commit, folder, target, settings.contextBytes());
        return target;
    }

    @Override
    public void close() {
        remove(root);
    }

    private static void remove(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                        throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("removing the build context", e);
        }
    }
}
