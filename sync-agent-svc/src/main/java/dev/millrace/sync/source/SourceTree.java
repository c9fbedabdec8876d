package dev.millrace.sync.source;

import java.util.List;
import java.util.Optional;

/** The files of one commit. Paths have {@code /} between names and none at either end; {@code ""} is the root. */
public interface SourceTree {

    /** What stands at a path. */
    enum Kind {
        FILE,
        DIRECTORY,
        /** A symbolic link or a submodule: never followed. */
        OTHER,
        ABSENT
    }

    /**
     * A name in a directory.
     *
     * @param id Git's id of what stands there
     */
    record Child(String name, Kind kind, String id) {}

    Kind kind(String path);

    /** Git's id of the object at that path; empty if there is none. */
    Optional<String> id(String path);

    /** A regular file's content; empty if there is none. */
    Optional<byte[]> read(String path);

    /** The same; empty too if it has more bytes than that, and then it isn't read. */
    Optional<byte[]> read(String path, long most);

    /** What is in a directory, by name; empty if there is no such directory. */
    Optional<List<Child>> list(String directory);

    /** The path of a name in a directory. */
    static String within(String directory, String name) {
        return directory.isEmpty() ? name : directory + "/" + name;
    }

    /** The directory that a path stands in. */
    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
