package dev.millrace.git.read;

import dev.millrace.git.GitUnavailable;
import dev.millrace.git.RepositoryCorruption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.treewalk.TreeWalk;

/** The files of one commit, read from the object database. Paths have slashes, but none at the start; the root is the empty path. */
public final class Tree {
    private static final int MAX_DIRECTORIES = 256;

    private final Repository repository;
    private final RevTree root;
    private final RepositoryCorruption corruption;

    /** The ids of directories that were passed on the way to a path: a large one is read once for all that is below it. */
    private final Map<String, ObjectId> directories = new ConcurrentHashMap<>();

    Tree(Repository repository, RevTree root, RepositoryCorruption corruption) {
        this.repository = repository;
        this.root = root;
        this.corruption = corruption;
    }

    /** The kind of an entry. */
    public enum Kind {
        FILE,
        EXECUTABLE,
        SYMLINK,
        DIRECTORY,
        SUBMODULE
    }

    /**
     * An entry of a directory.
     *
     * @param id the id of the blob, tree or commit: the same id is the same content
     */
    public record Entry(String name, Kind kind, String id) {}

    /** A file of the tree. */
    public record TreeFile(String path, Kind kind, long size) {}

    /**
     * A regular file of the tree.
     *
     * @param id the id of its content: the same id is the same content
     */
    public record Blob(String path, String id) {}

    /** What a directory has under a name. */
    private record Item(FileMode mode, ObjectId id) {}

    /** All regular files in Git's order: no links, no submodules. Reads directories only. */
    public List<Blob> blobs() {
        return new Blobs(repository, corruption).in(root);
    }

    /** The regular file at a path; empty if there is none. */
    public Optional<Blob> blob(String path) {
        try (ObjectReader reader = repository.newObjectReader()) {
            return file(reader, path).map(id -> new Blob(path, id.name()));
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /**
     * Reads the contents of many files on all processors at once; each thread calls the visitor.
     *
     * @param maxBytes larger files are skipped
     */
    public void read(List<Blob> blobs, long maxBytes, BiConsumer<Blob, byte[]> visitor) {
        new Blobs(repository, corruption).read(blobs, maxBytes, visitor);
    }

    /**
     * The content of a regular file; empty if there is none at the path, or if it has more bytes than the limit: a few bytes of a pack may hold any
     * number of equal ones. Links are not followed.
     */
    public Optional<byte[]> read(String path, long maxBytes) {
        try (ObjectReader reader = repository.newObjectReader()) {
            Optional<ObjectId> id = file(reader, path);
            if (id.isEmpty()) {
                return Optional.empty();
            }
            return Blobs.read(reader, id.get(), maxBytes);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** The number of bytes of a regular file; empty if there is none at the path. Reads no content. */
    public Optional<Long> size(String path) {
        try (ObjectReader reader = repository.newObjectReader()) {
            Optional<ObjectId> id = file(reader, path);
            return id.isEmpty() ? Optional.empty() : Optional.of(reader.getObjectSize(id.get(), Constants.OBJ_BLOB));
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** The id of the blob or tree at a path: the same id is the same content. */
    public Optional<String> objectId(String path) {
        try (ObjectReader reader = repository.newObjectReader()) {
            return find(reader, path).map(item -> item.id().name());
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** The kind of the entry at a path; empty if there is none. */
    public Optional<Kind> kind(String path) {
        try (ObjectReader reader = repository.newObjectReader()) {
            return find(reader, path).map(item -> kind(item.mode()));
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private Optional<ObjectId> file(ObjectReader reader, String path) throws IOException {
        return find(reader, path).filter(item -> isFile(kind(item.mode()))).map(Item::id);
    }

    private Optional<Item> find(ObjectReader reader, String path) throws IOException {
        Item item = new Item(FileMode.TREE, root);
        for (int from = 0; from < path.length(); ) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            Optional<Item> below = item.mode() == FileMode.TREE
                    ? find(reader, item.id(), path.substring(0, to), path.substring(from, to))
                    : Optional.empty();
            if (below.isEmpty()) {
                return Optional.empty();
            }
            item = below.get();
            from = to + 1;
        }
        return Optional.of(item);
    }

    private Optional<Item> find(ObjectReader reader, ObjectId directory, String path, String name) throws IOException {
        ObjectId known = directories.get(path);
        if (known != null) {
            return Optional.of(new Item(FileMode.TREE, known));
        }
        if (name.isEmpty()) {
            return Optional.empty();
        }
        try (TreeWalk walk = TreeWalk.forPath(reader, name, directory)) {
            if (walk == null) {
                return Optional.empty();
            }
            Item item = new Item(walk.getFileMode(0), walk.getObjectId(0));
            if (item.mode() == FileMode.TREE && directories.size() < MAX_DIRECTORIES) {
                directories.put(path, item.id());
            }
            return Optional.of(item);
        }
    }

    /** The names in a directory, in Git's order; empty if there is no directory at the path. */
    public List<Entry> list(String directory) {
        List<Entry> entries = new ArrayList<>();
        try (ObjectReader reader = repository.newObjectReader();
                TreeWalk walk = new TreeWalk(reader)) {
            Optional<ObjectId> start = directory(reader, directory);
            if (start.isPresent()) {
                walk.addTree(start.get());
                while (walk.next()) {
                    entries.add(new Entry(
                            walk.getNameString(),
                            kind(walk.getFileMode(0)),
                            walk.getObjectId(0).name()));
                }
            }
            return entries;
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    /** All files below a directory, links and submodules too, with their paths from the root. */
    public void walkFiles(String directory, Consumer<TreeFile> visitor) {
        String prefix = directory.isEmpty() ? "" : directory + "/";
        walk(directory, file -> visitor.accept(new TreeFile(prefix + file.path(), file.kind(), file.size())));
    }

    private void walk(String directory, Consumer<TreeFile> visitor) {
        try (ObjectReader reader = repository.newObjectReader();
                TreeWalk walk = new TreeWalk(reader)) {
            Optional<ObjectId> start = directory(reader, directory);
            if (start.isEmpty()) {
                return;
            }
            walk.addTree(start.get());
            walk.setRecursive(true);
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
        return find(reader, path).filter(item -> item.mode() == FileMode.TREE).map(Item::id);
    }

    /**
     * Writes the files below a directory to disk. Links are written only if they stay inside; a submodule becomes an empty directory.
     * Nothing is written if any part is rejected.
     *
     * @param target an empty or missing directory
     * @throws CheckoutTooLarge if the files have more bytes than allowed
     * @throws IOException if a link leaves the directory, a name cannot be written to disk ({@code .git}), or the disk fails
     */
    public void checkOut(String directory, Path target, long maxBytes) throws IOException {
        checkOut(directory, target, maxBytes, LinkScope.DIRECTORY);
    }

    /**
     * As {@link #checkOut(String, Path, long)}, with links that may leave the directory if the scope allows it.
     *
     * @return the number of bytes of all files
     */
    public long checkOut(String directory, Path target, long maxBytes, LinkScope scope) throws IOException {
        try (ObjectReader reader = repository.newObjectReader()) {
            Links links = new Links(path -> {
                Optional<Item> item = find(reader, path).filter(found -> found.mode() == FileMode.SYMLINK);
                return item.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Checkout.linkOf(reader, item.get().id()));
            });
            Checkout checkout = new Checkout(directory, reader, maxBytes, scope, links);
            Optional<ObjectId> start = directory(reader, directory);
            if (start.isPresent()) {
                checkout.of(start.get());
            }
            checkout.to(target);
            return checkout.bytes();
        }
    }

    /**
     * The files below a directory that have their content elsewhere.
     *
     * @throws IOException if {@code .gitmodules} is invalid
     */
    public SpecialFiles specialFiles(String directory) throws IOException {
        return SpecialFiles.below(directory, repository, root);
    }

    static boolean isFile(Kind kind) {
        return kind == Kind.FILE || kind == Kind.EXECUTABLE;
    }

    static Kind kind(FileMode mode) {
        return switch (mode.getObjectType()) {
            case Constants.OBJ_TREE -> Kind.DIRECTORY;
            case Constants.OBJ_COMMIT -> Kind.SUBMODULE;
            default ->
                mode == FileMode.SYMLINK
                        ? Kind.SYMLINK
                        : mode == FileMode.EXECUTABLE_FILE ? Kind.EXECUTABLE : Kind.FILE;
        };
    }

    private GitUnavailable unreadable(String path, IOException e) {
        return corruption.unreadable("reading " + (path.isEmpty() ? "the root" : path) + " in the mirror", e);
    }
}
