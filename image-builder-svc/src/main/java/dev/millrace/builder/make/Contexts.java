package dev.millrace.builder.make;

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

/** The folders of a commit that its builds run on, written to disk once each and removed when closed. */
final class Contexts implements AutoCloseable {
    private final SourceRepository repository;
    private final CommitId commit;
    private final MakeSettings settings;
    private final Map<String, Path> written = new HashMap<>();

    /** None yet; what an earlier process left in the root is removed. */
    Contexts(SourceRepository repository, CommitId commit, MakeSettings settings) {
        this.repository = repository;
        this.commit = commit;
        this.settings = settings;
        remove(settings.contexts());
    }

    /** Where a folder of the commit stands on disk. */
    Path of(String folder) {
        return written.computeIfAbsent(folder, this::write);
    }

    private Path write(String folder) {
        Path target = settings.contexts().resolve(Integer.toString(written.size()));
        try {
            Files.createDirectories(target);
        } catch (IOException e) {
            throw new UncheckedIOException("making a folder for the build context", e);
        }
        repository.materialise(commit, folder, target, settings.contextBytes());
        return target;
    }

    @Override
    public void close() {
        remove(settings.contexts());
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
