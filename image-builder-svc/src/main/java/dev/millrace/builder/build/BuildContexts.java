package dev.millrace.builder.build;

import dev.millrace.builder.configuration.BuildConfiguration;
import dev.millrace.builder.engine.Folders;
import dev.millrace.builder.source.SourceFile;
import dev.millrace.builder.source.SourceRepository;
import dev.millrace.builder.source.SourceUnusable;
import dev.millrace.events.value.CommitId;
import dev.millrace.messaging.Failpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

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
        Folders.delete(contexts);
    }

    /** Returns the path on disk of a folder of the commit. Thread-safe. */
    synchronized Path of(String folder) {
        return written.computeIfAbsent(folder, this::write);
    }

    /** Writes a Dockerfile of the commit, and the file of ignored paths beside it if there is one; returns its path on disk. Thread-safe. */
    synchronized Path dockerfile(String path) {
        try {
            Path folder = Files.createTempDirectory(root, "dockerfile-");
            Path file = folder.resolve("Dockerfile");
            Files.write(file, read(path).orElseThrow(() -> new SourceUnusable("there is no " + path)));
            Optional<byte[]> ignored = read(path + ".dockerignore");
            if (ignored.isPresent()) {
                Files.write(folder.resolve("Dockerfile.dockerignore"), ignored.get());
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("writing the Dockerfile " + path, e);
        }
    }

    /** Writes a Dockerfile that is not in the commit; nothing of the context is ignored for it. Returns its path on disk. Thread-safe. */
    synchronized Path dockerfileOf(String text) {
        try {
            Path folder = Files.createTempDirectory(root, "dockerfile-");
            Files.writeString(folder.resolve("Dockerfile.dockerignore"), "# nothing\n");
            return Files.writeString(folder.resolve("Dockerfile"), text);
        } catch (IOException e) {
            throw new UncheckedIOException("writing the Dockerfile of a test", e);
        }
    }

    /** Writes a changed form of a Dockerfile of the commit, with its file of ignored paths. Returns its path on disk. Thread-safe. */
    synchronized Path dockerfile(String path, UnaryOperator<String> change) {
        Path file = dockerfile(path);
        try {
            return Files.writeString(file, change.apply(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("writing the Dockerfile of a test", e);
        }
    }

    /** An empty file for the result of a test. */
    Path resultFile() {
        try {
            return Files.createTempFile(root, "result-", ".tar");
        } catch (IOException e) {
            throw new UncheckedIOException("creating the file for the result of a test", e);
        }
    }

    private Optional<byte[]> read(String path) {
        return switch (repository.read(commit, path, BuildConfiguration.MAX_DOCKERFILE_BYTES)) {
            case SourceFile.Absent absent -> Optional.empty();
            case SourceFile.Content(byte[] bytes) -> Optional.of(bytes);
            case SourceFile.TooLarge large -> throw new SourceUnusable(large.reason());
        };
    }

    private Path write(String folder) {
        Path target = root.resolve(Integer.toString(written.size()));
        try {
            Files.createDirectories(target);
        } catch (IOException e) {
            throw new UncheckedIOException("creating the folder of the build context", e);
        }
        repository.materialise(commit, folder, target, settings.contextBytes());
        Failpoint.reached("context-written");
        return target;
    }

    @Override
    public void close() {
        Folders.delete(root);
    }
}
