package dev.millrace.git.read;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A checkout of a commit's directory to disk: checked first, then written, because the author may be malicious. */
final class Checkout {
    /** The limit of files: trees can contain each other many times, at no cost for their author. */
    private static final int MAX_FILES = 200_000;

    private static final int MAX_LINK_LENGTH = 4_096;
    private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwxr-xr-x");

    private record Item(String path, Tree.Kind kind, ObjectId id) {}

    private final String name;
    private final long maxBytes;
    private final ObjectReader reader;
    private final LinkScope scope;
    private final Links links;
    private final List<Item> items = new ArrayList<>();
    private long bytes;

    /**
     * Creates an empty checkout.
     *
     * @param name the path of the directory
     * @param links the links of the whole repository
     */
    Checkout(String name, ObjectReader reader, long maxBytes, LinkScope scope, Links links) {
        this.name = name;
        this.reader = reader;
        this.maxBytes = maxBytes;
        this.scope = scope;
        this.links = links;
    }

    /** The number of bytes of all files. */
    long bytes() {
        return bytes;
    }

    /**
     * Checks the tree.
     *
     * @throws CheckoutTooLarge if it has more bytes than allowed
     * @throws IOException if it contains something that must not be written
     */
    Checkout of(ObjectId tree) throws IOException {
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(tree);
            while (walk.next()) {
                Item item = new Item(walk.getPathString(), Tree.kind(walk.getFileMode(0)), walk.getObjectId(0));
                checkName(item.path(), walk.getNameString());
                bytes += bytesOf(item);
                items.add(item);
                if (items.size() > MAX_FILES) {
                    throw new IOException(name + " has more than " + MAX_FILES + " files");
                }
                if (walk.isSubtree()) {
                    walk.enterSubtree();
                }
            }
        }
        if (bytes > maxBytes) {
            throw new CheckoutTooLarge(name, bytes, maxBytes);
        }
        return this;
    }

    private long bytesOf(Item item) throws IOException {
        return switch (item.kind()) {
            case FILE, EXECUTABLE -> reader.getObjectSize(item.id(), Constants.OBJ_BLOB);
            case SYMLINK -> {
                checkLink(item);
                yield 0;
            }
            case DIRECTORY, SUBMODULE -> 0;
        };
    }

    private static void checkName(String path, String name) throws IOException {
        boolean special = name.isEmpty() || name.equals(".") || name.equals("..") || name.equalsIgnoreCase(".git");
        if (special || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            throw new IOException("not a name that can be written to disk: " + path);
        }
    }

    private String linkOf(Item item) throws IOException {
        return linkOf(reader, item.id());
    }

    static String linkOf(ObjectReader reader, ObjectId link) throws IOException {
        byte[] target = reader.open(link, Constants.OBJ_BLOB).getCachedBytes(MAX_LINK_LENGTH);
        return new String(target, StandardCharsets.UTF_8);
    }

    private void checkLink(Item item) throws IOException {
        if (scope == LinkScope.DIRECTORY) {
            checkLink(item.path(), linkOf(item));
            return;
        }
        String path = name.isEmpty() ? item.path() : name + "/" + item.path();
        if (!links.staysInside(path, linkOf(item))) {
            throw new IOException("a link that leaves the repository: " + path);
        }
    }

    /**
     * A link may go up at its start only, and no higher than the root. The directories above it are real ones, but a name on its way down can be
     * a link too, and {@code ..} would then lead elsewhere.
     */
    private static void checkLink(String path, String target) throws IOException {
        long depth = path.chars().filter(c -> c == '/').count();
        List<String> names =
                Stream.of(target.split("/")).filter(name -> !name.equals(".")).toList();
        long up = names.stream().takeWhile(name -> name.equals("..")).count();
        boolean upLater = names.stream().skip(up).anyMatch(name -> name.equals(".."));
        if (target.isEmpty() || target.startsWith("/") || target.indexOf('\0') >= 0 || up > depth || upLater) {
            throw new IOException("a link that leaves its directory: " + path);
        }
    }

    /** Writes the checked files. */
    void to(Path target) throws IOException {
        Files.createDirectories(target);
        for (Item item : items) {
            Path file = target.resolve(item.path());
            switch (item.kind()) {
                case DIRECTORY, SUBMODULE -> Files.createDirectory(file);
                case SYMLINK -> Files.createSymbolicLink(file, Path.of(linkOf(item)));
                case FILE, EXECUTABLE -> write(item, file);
            }
        }
    }

    private void write(Item item, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            reader.open(item.id(), Constants.OBJ_BLOB).copyTo(out);
        }
        if (item.kind() == Tree.Kind.EXECUTABLE) {
            Files.setPosixFilePermissions(file, EXECUTABLE);
        }
    }
}
