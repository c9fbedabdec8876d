package dev.millrace.git;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.StoredConfig;
import org.jspecify.annotations.Nullable;

/** Opens the bare repository of a mirror; one that can't be read is thrown away and made anew. */
final class MirrorDirectory {
    private MirrorDirectory() {}

    static FileRepository open(Path directory) {
        OwnSettings.install();
        try {
            FileRepository whole = ifWhole(directory);
            if (whole != null) {
                return whole;
            }
            delete(directory);
            return create(directory);
        } catch (IOException e) {
            throw new GitUnavailable("opening the mirror in " + directory, e);
        }
    }

    private static @Nullable FileRepository ifWhole(Path directory) {
        if (!Files.isDirectory(directory)) {
            return null;
        }
        try {
            FileRepository repository = new FileRepository(directory.toFile());
            if (isWhole(repository)) {
                return repository;
            }
            repository.close();
            return null;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isWhole(FileRepository repository) {
        if (!repository.getObjectDatabase().exists() || !repository.isBare()) {
            return false;
        }
        try (ObjectReader reader = repository.newObjectReader()) {
            repository.getConfig().load();
            for (Ref ref : repository.getRefDatabase().getRefs()) {
                ObjectId id = ref.getObjectId();
                if (id != null && !reader.has(id)) {
                    return false;
                }
            }
            return true;
        } catch (IOException | ConfigInvalidException | RuntimeException e) {
            return false;
        }
    }

    private static FileRepository create(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileRepository repository = new FileRepository(directory.toFile());
        repository.create(true);
        StoredConfig config = repository.getConfig();
        // JGit's automatic repacking makes every fetch several times slower; each fetch adds a pack.
        config.setInt("gc", null, "auto", 0);
        config.setInt("gc", null, "autopacklimit", 0);
        config.setBoolean("receive", null, "autogc", false);
        // Credentials are sent with the first request, so it must not be passed on to another host.
        config.setString("http", null, "followRedirects", "false");
        config.save();
        return repository;
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
