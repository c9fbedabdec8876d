package dev.millrace.git.mirror;

import dev.millrace.git.GitSettings;
import dev.millrace.git.GitUnavailable;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * The bare repository of a mirror. Leftovers of a killed process are removed when it is opened again; an unreadable repository is deleted and
 * rebuilt.
 */
final class MirrorDirectory implements AutoCloseable {
    private static final long MAX_PACKS = 50;

    private final Repository repository;
    private final FileChannel lockFile;
    private final boolean exclusive;

    private MirrorDirectory(Repository repository, FileChannel lockFile, boolean exclusive) {
        this.repository = repository;
        this.lockFile = lockFile;
        this.exclusive = exclusive;
    }

    static MirrorDirectory open(Path directory) {
        GitSettings.isolate();
        try {
            Path absolute = directory.toAbsolutePath();
            Files.createDirectories(absolute.resolveSibling(""));
            FileChannel lockFile =
                    FileChannel.open(sibling(absolute, ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                boolean exclusive = lock(lockFile);
                return new MirrorDirectory(repository(absolute, exclusive), lockFile, exclusive);
            } catch (IOException e) {
                lockFile.close();
                throw e;
            }
        } catch (IOException e) {
            throw new GitUnavailable("opening the mirror in " + directory + ": " + e.getMessage(), e);
        }
    }

    /** Returns false if another process has the directory open. The lock ends with the process, however that ends. */
    private static boolean lock(FileChannel lockFile) throws IOException {
        try {
            FileLock held = lockFile.tryLock();
            return held != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static Repository repository(Path directory, boolean exclusive) throws IOException {
        if (exclusive) {
            clearLeftovers(directory);
        }
        Optional<Repository> complete = openIfComplete(directory);
        if (complete.isPresent()) {
            return complete.get();
        }
        if (!exclusive) {
            throw new IOException("another process is creating it");
        }
        return create(directory);
    }

    private static Optional<Repository> openIfComplete(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try {
            Repository repository = openExisting(directory);
            if (isComplete(repository)) {
                return Optional.of(repository);
            }
            repository.close();
        } catch (IOException | IllegalArgumentException e) {
            // It is not a repository, or no longer one.
        }
        return Optional.empty();
    }

    /** Returns true if each ref leads to a commit with its tree, or to another existing object. */
    private static boolean isComplete(Repository repository) {
        try (RevWalk walk = new RevWalk(repository)) {
            for (Ref ref : repository.getRefDatabase().getRefsByPrefix("refs/")) {
                if (ref.getObjectId() == null) {
                    return false;
                }
                if (walk.peel(walk.parseAny(ref.getObjectId())) instanceof RevCommit commit) {
                    walk.parseTree(commit);
                }
            }
            return repository.isBare() && repository.exactRef(Constants.HEAD) != null;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Creates the repository under another name and renames it, so that an incomplete one is never used. */
    private static Repository create(Path directory) throws IOException {
        Path staging = sibling(directory, ".new");
        delete(staging);
        try (Repository repository = new FileRepositoryBuilder()
                .setGitDir(staging.toFile())
                .setBare()
                .build()) {
            repository.create(true);
            StoredConfig config = repository.getConfig();
            // JGit's automatic repacking makes every fetch several times slower; each fetch adds a pack.
            config.setInt("gc", null, "auto", 0);
            config.setInt("gc", null, "autopacklimit", 0);
            config.setBoolean("receive", null, "autogc", false);
            // Packing runs when there is no other work, and leaves the other processors free.
            config.setInt("pack", null, "threads", 1);
            // Old packs are deleted right after packing; no other process reads here.
            config.setString("gc", null, "prunePackExpire", "now");
            config.setInt("protocol", null, "version", 2);
            // Credentials are sent with the first request, so it must not be redirected to another host.
            config.setString("http", null, "followRedirects", "false");
            config.save();
        }
        delete(directory);
        Files.move(staging, directory, StandardCopyOption.ATOMIC_MOVE);
        return openExisting(directory);
    }

    private static Repository openExisting(Path directory) throws IOException {
        return new FileRepositoryBuilder()
                .setGitDir(directory.toFile())
                .setBare()
                .setMustExist(true)
                .build();
    }

    /** Removes lock files of a killed process, which would block their refs for ever. */
    private static void clearLeftovers(Path directory) throws IOException {
        for (Path file : filesIn(directory)) {
            if (file.toString().endsWith(".lock") && Files.isRegularFile(file)) {
                Files.delete(file);
            }
        }
    }

    /**
     * Creates a second mirror with the same content. Git never changes a file under {@code objects/}, so both share these by hard links.
     *
     * @param to a path where nothing exists yet
     */
    static void copy(Path from, Path to) throws IOException {
        Path staging = sibling(to, ".new");
        delete(staging);
        for (Path file : filesIn(from)) {
            Path relative = from.relativize(file);
            if (Files.isDirectory(file)) {
                Files.createDirectories(staging.resolve(relative));
            } else if (relative.startsWith(Constants.OBJECTS)) {
                Files.createLink(staging.resolve(relative), file);
            } else {
                Files.copy(file, staging.resolve(relative));
            }
        }
        Files.move(staging, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes the mirror in a directory. No process may have it open. */
    static void remove(Path directory) throws IOException {
        delete(directory);
        Files.deleteIfExists(sibling(directory, ".lock"));
    }

    private static void delete(Path directory) throws IOException {
        for (Path file : filesIn(directory).reversed()) {
            Files.delete(file);
        }
    }

    /** Each directory before its content; nothing if there is no such directory. */
    private static List<Path> filesIn(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.sorted(Comparator.naturalOrder()).toList();
        }
    }

    private static Path sibling(Path directory, String suffix) {
        return directory.resolveSibling(directory.getFileName() + suffix);
    }

    Repository repository() {
        return repository;
    }

    /** Returns true if the directory still has the form of a repository. */
    boolean exists() {
        File files = repository.getDirectory();
        return new File(files, Constants.HEAD).isFile() && new File(files, Constants.OBJECTS).isDirectory();
    }

    /** Creates an empty mirror in place of this one, which must not be used any longer. */
    MirrorDirectory rebuild() throws IOException {
        if (!exclusive) {
            throw new IOException("another process has it open");
        }
        repository.close();
        return new MirrorDirectory(create(repository.getDirectory().toPath()), lockFile, true);
    }

    /** Packs the repository if it has many packs, unless the work is cancelled. */
    boolean tidy(BooleanSupplier cancelled) throws IOException {
        try (Git git = Git.wrap(repository)) {
            Object packs = git.gc().getStatistics().get("numberOfPackFiles");
            if (!(packs instanceof Number count) || count.longValue() <= MAX_PACKS) {
                return false;
            }
            git.gc().setProgressMonitor(new Cancellation(cancelled)).call();
            return true;
        } catch (GitAPIException | JGitInternalException e) {
            if (cancelled.getAsBoolean()) {
                return false;
            }
            throw new IOException(e);
        }
    }

    private static final class Cancellation extends EmptyProgressMonitor {
        private final BooleanSupplier cancelled;

        Cancellation(BooleanSupplier cancelled) {
            this.cancelled = cancelled;
        }

        @Override
        public boolean isCancelled() {
            return cancelled.getAsBoolean();
        }
    }

    @Override
    public void close() {
        repository.close();
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new GitUnavailable("closing a mirror", e);
        }
    }
}
