package dev.millrace.sync.source;

import java.util.List;
import java.util.Optional;

/** The files of one commit. Paths have {@code /} between names and none at either end; {@code ""} is the root. */
public interface SourceTree {

    /** The kind of an entry at a path. */
    enum Kind {
        FILE,
        DIRECTORY,
        /** A symbolic link: never followed. */
        SYMLINK,
        /** A commit of another repository: never followed. */
        SUBMODULE,
        ABSENT
    }

    /**
     * A name in a directory.
     *
     * @param id Git's id of the entry
     */
    record Child(String name, Kind kind, String id) {}

    Kind kind(String path);

    /** Returns Git's id of the object at that path; empty if there is none. */
    Optional<String> id(String path);

    /** Returns a regular file's content; empty if there is none, or if it has more bytes than that: then it isn't read. */
    Optional<byte[]> read(String path, long most);

    /** Returns the reason why {@link #read} had no content of a file that exists; empty if there is no file. */
    default Optional<String> tooLarge(String path, long most) {
        return kind(path) == Kind.FILE ? Optional.of("larger than " + (most >> 20) + " MiB") : Optional.empty();
    }

    /** Returns the entries of a directory, by name; empty if there is no such directory. */
    Optional<List<Child>> list(String directory);

    /** Returns the first entry on the way to a path that is not followed, with the reason; empty if there is none. */
    default Optional<Obstacle> obstacle(String path) {
        for (int slash = path.indexOf('/'); ; slash = path.indexOf('/', slash + 1)) {
            String above = slash < 0 ? path : path.substring(0, slash);
            Optional<String> reason = above.isEmpty() ? Optional.empty() : notFollowed(kind(above));
            if (reason.isPresent() || slash < 0) {
                return reason.map(why -> new Obstacle(above, why));
            }
        }
    }

    /** A link or a submodule at a path. */
    record Obstacle(String path, String reason) {}

    /** Returns the reason why nothing behind such an entry is read; empty for files and directories. */
    static Optional<String> notFollowed(Kind kind) {
        return switch (kind) {
            case SYMLINK -> Optional.of("a symbolic link, which is not followed");
            case SUBMODULE -> Optional.of("a submodule, which is not followed");
            case FILE, DIRECTORY, ABSENT -> Optional.empty();
        };
    }

    /** Returns the path of a name in a directory. */
    static String within(String directory, String name) {
        return directory.isEmpty() ? name : directory + "/" + name;
    }

    /** Returns the directory that holds a path. */
    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
