package dev.millrace.git.worktree;

import dev.millrace.git.GitSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * A user's checkout on disk: the regular files tracked by Git, or all regular files if there is no {@code .git}. No link is followed, not even
 * one in a directory of a path. Paths have slashes, but none at the start.
 */
public final class WorkTree {
    /** Larger files are not read: no manifest is. */
    public static final int MAX_FILE_BYTES = 4 << 20;

    private static final int MAX_FILES = 200_000;

    private final Path root;

    /** @param root the checkout's top directory */
    public WorkTree(Path root) {
        this.root = root;
    }

    /** The paths of all files, sorted. */
    public List<String> files() throws IOException {
        Path git = root.resolve(".git");
        return (Files.exists(git) ? tracked(git) : all())
                .stream().filter(this::isFile).toList();
    }

    private Set<String> tracked(Path git) throws IOException {
        GitSettings.isolate();
        Set<String> paths = new TreeSet<>();
        FileRepositoryBuilder builder = new FileRepositoryBuilder().setWorkTree(root.toFile());
        // In a linked work tree or a submodule .git is a file that names the directory.
        builder = Files.isDirectory(git) ? builder.setGitDir(git.toFile()) : builder.findGitDir(root.toFile());
        try (Repository repository = builder.setMustExist(true).build()) {
            DirCache index = repository.readDirCache();
            for (int i = 0; i < index.getEntryCount(); i++) {
                DirCacheEntry entry = index.getEntry(i);
                if (entry.getFileMode() != FileMode.GITLINK) {
                    paths.add(entry.getPathString());
                }
            }
        }
        return paths;
    }

    private Set<String> all() throws IOException {
        Set<String> paths = new TreeSet<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (paths.size() == MAX_FILES) {
                    throw new IOException(
                            "more than " + MAX_FILES + " files in " + root + "; name the checkout's top directory");
                }
                paths.add(root.relativize(file).toString().replace('\\', '/'));
                return FileVisitResult.CONTINUE;
            }
        });
        return paths;
    }

    /** A file's content; empty if there is no regular file at the path, or a larger one than {@link #MAX_FILE_BYTES}. */
    public Optional<byte[]> read(String path) throws IOException {
        if (!isFile(path)) {
            return Optional.empty();
        }
        try (InputStream file = Files.newInputStream(root.resolve(path))) {
            byte[] content = file.readNBytes(MAX_FILE_BYTES + 1);
            return Optional.of(content).filter(some -> some.length <= MAX_FILE_BYTES);
        }
    }

    /** Creates a file, and the directories above it. */
    public void create(String path, byte[] content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        Files.write(file, content, StandardOpenOption.CREATE_NEW);
    }

    /** Replaces the content of an existing file; its mode stays. */
    public void write(String path, byte[] content) throws IOException {
        if (!isFile(path)) {
            throw new IllegalStateException("only a file that was read can be written: " + path);
        }
        Files.write(root.resolve(path), content);
    }

    private boolean isFile(String path) {
        Path file = root;
        List<String> names = List.of(path.split("/", -1));
        for (String name : names.subList(0, names.size() - 1)) {
            file = file.resolve(name);
            if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return Files.isRegularFile(file.resolve(names.getLast()), LinkOption.NOFOLLOW_LINKS);
    }
}
