package dev.millrace.git;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** The files of one commit, read from the object database. Paths have slashes, none at the start; the root is the empty path. */
public final class Tree {
    private static final Set<java.nio.file.attribute.PosixFilePermission> EXECUTABLE =
            java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x");

    private final Repository repository;
    private final RevTree root;

    Tree(Repository repository, RevTree root) {
        this.repository = repository;
        this.root = root;
    }

    /** What stands at a path. */
    public enum Kind {
        FILE,
        EXECUTABLE,
        SYMLINK,
        DIRECTORY,
        SUBMODULE
    }

    /** One name in a directory; {@code size} in bytes of a file, else -1. */
    public record Entry(String name, Kind kind, long size) {}

    /** A file of the tree. */
    public record TreeFile(String path, Kind kind, long size) {}

    /** The content of a regular file; empty if there is none at the path. Links are not followed. */
    public Optional<byte[]> read(String path) {
        try (ObjectReader reader = repository.newObjectReader();
                TreeWalk walk = at(reader, path)) {
            if (walk == null || !isFile(kind(walk.getFileMode(0)))) {
                return Optional.empty();
            }
            return Optional.of(
                    reader.open(walk.getObjectId(0), Constants.OBJ_BLOB).getCachedBytes(Integer.MAX_VALUE));
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** The id of the blob or tree at a path: the same id is the same content. */
    public Optional<String> objectId(String path) {
        if (path.isEmpty()) {
            return Optional.of(root.name());
        }
        try (ObjectReader reader = repository.newObjectReader();
                TreeWalk walk = at(reader, path)) {
            return walk == null
                    ? Optional.empty()
                    : Optional.of(walk.getObjectId(0).name());
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** What stands at a path; empty if nothing does. */
    public Optional<Kind> kind(String path) {
        if (path.isEmpty()) {
            return Optional.of(Kind.DIRECTORY);
        }
        try (ObjectReader reader = repository.newObjectReader();
                TreeWalk walk = at(reader, path)) {
            return walk == null ? Optional.empty() : Optional.of(kind(walk.getFileMode(0)));
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private @Nullable TreeWalk at(ObjectReader reader, String path) throws IOException {
        return path.isEmpty() ? null : TreeWalk.forPath(reader, path, root);
    }

    /** The names in a directory, in Git's order; empty if there is no directory at the path. */
    public List<Entry> list(String directory) {
        List<Entry> entries = new ArrayList<>();
        walk(directory, false, file -> entries.add(new Entry(file.path(), file.kind(), file.size())));
        return entries;
    }

    /** All files below a directory, links and submodules too, with their paths from the root. */
    public void walkFiles(String directory, Consumer<TreeFile> visitor) {
        String prefix = directory.isEmpty() ? "" : directory + "/";
        walk(directory, true, file -> visitor.accept(new TreeFile(prefix + file.path(), file.kind(), file.size())));
    }

    private void walk(String directory, boolean recursive, Consumer<TreeFile> visitor) {
        try (ObjectReader reader = repository.newObjectReader();
                TreeWalk walk = new TreeWalk(reader)) {
            Optional<ObjectId> start = directory(reader, directory);
            if (start.isEmpty()) {
                return;
            }
            walk.addTree(start.get());
            walk.setRecursive(recursive);
            while (walk.next()) {
                Kind kind = kind(walk.getFileMode(0));
                long size = isFile(kind) ? reader.getObjectSize(walk.getObjectId(0), Constants.OBJ_BLOB) : -1;
                visitor.accept(new TreeFile(walk.getPathString(), kind, size));
            }
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    private Optional<ObjectId> directory(ObjectReader reader, String path) throws IOException {
        if (path.isEmpty()) {
            return Optional.of(root);
        }
        try (TreeWalk walk = at(reader, path)) {
            return walk != null && walk.getFileMode(0) == FileMode.TREE
                    ? Optional.of(walk.getObjectId(0))
                    : Optional.empty();
        }
    }

    /**
     * Writes the files below a directory to disk. Links are written only if they stay inside; submodules are left out.
     *
     * @param target an empty or missing directory
     * @throws TooLarge if the files have more bytes than allowed; what was written stays
     * @throws IOException if the disk fails
     */
    public void materialise(String directory, Path target, long mostBytes) throws IOException {
        List<TreeFile> files = new ArrayList<>();
        walkFiles(directory, files::add);
        long total = files.stream().mapToLong(file -> Math.max(0, file.size())).sum();
        if (total > mostBytes) {
            throw new TooLarge(directory, total, mostBytes);
        }
        Path root = target.toAbsolutePath().normalize();
        Files.createDirectories(root);
        for (TreeFile file : files) {
            Path path = root.resolve(
                            directory.isEmpty() ? file.path() : file.path().substring(directory.length() + 1))
                    .normalize();
            if (!path.startsWith(root) || path.equals(root)) {
                throw new IOException("a path that leaves its directory: " + file.path());
            }
            write(file, path, root);
        }
    }

    private void write(TreeFile file, Path path, Path root) throws IOException {
        if (file.kind() == Kind.SUBMODULE) {
            return;
        }
        Files.createDirectories(path.resolveSibling(""));
        try (ObjectReader reader = repository.newObjectReader();
                TreeWalk walk = at(reader, file.path())) {
            if (walk == null) {
                throw new IllegalStateException("a file that was just listed is gone: " + file.path());
            }
            if (file.kind() == Kind.SYMLINK) {
                link(file, new String(reader.open(walk.getObjectId(0)).getBytes(), StandardCharsets.UTF_8), path, root);
                return;
            }
            try (OutputStream out = Files.newOutputStream(path)) {
                reader.open(walk.getObjectId(0)).copyTo(out);
            }
        }
        if (file.kind() == Kind.EXECUTABLE) {
            Files.setPosixFilePermissions(path, EXECUTABLE);
        }
    }

    private static void link(TreeFile file, String to, Path path, Path root) throws IOException {
        if (!path.resolveSibling(to).normalize().startsWith(root)) {
            throw new IOException("a link that leaves its directory: " + file.path());
        }
        Files.createSymbolicLink(path, Path.of(to));
    }

    private static boolean isFile(Kind kind) {
        return kind == Kind.FILE || kind == Kind.EXECUTABLE;
    }

    private static Kind kind(FileMode mode) {
        return switch (mode.getObjectType()) {
            case Constants.OBJ_TREE -> Kind.DIRECTORY;
            case Constants.OBJ_COMMIT -> Kind.SUBMODULE;
            default ->
                mode == FileMode.SYMLINK
                        ? Kind.SYMLINK
                        : mode == FileMode.EXECUTABLE_FILE ? Kind.EXECUTABLE : Kind.FILE;
        };
    }

    private static GitUnavailable unreadable(String path, IOException e) {
        return new GitUnavailable("reading " + (path.isEmpty() ? "the root" : path) + " in the mirror", e);
    }
}
