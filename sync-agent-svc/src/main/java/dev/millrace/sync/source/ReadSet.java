package dev.millrace.sync.source;

import dev.millrace.sync.manifest.Content;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that a rendering read, with the state it found: {@code file:<path>} with the file's id, {@code dir:<path>} with a hash of the
 * names in it, {@code kind:<path>} with the kind of the entry. A commit in which all of this is the same renders the same.
 */
public record ReadSet(Map<String, String> entries) {
    private static final String ABSENT = "absent";

    public static final ReadSet NOTHING = new ReadSet(Map.of());

    public ReadSet {
        entries = Map.copyOf(entries);
    }

    /** Returns true if one of these files was read. */
    public boolean reads(Collection<String> paths) {
        return paths.stream().anyMatch(path -> entries.containsKey("file:" + path));
    }

    /** Returns true if two trees, which differ in these paths only, are the same in everything that was read. */
    public boolean isSameBetween(SourceTree before, SourceTree after, Collection<String> changedPaths) {
        return changedPaths.stream()
                .flatMap(ReadSet::keysThatMayChange)
                .distinct()
                .filter(entries::containsKey)
                .allMatch(key -> found(key, before).equals(found(key, after)));
    }

    /** Returns true if everything that was read is the same in another tree. */
    public boolean isSameIn(SourceTree tree) {
        return entries.entrySet().stream().allMatch(e -> found(e.getKey(), tree).equals(e.getValue()));
    }

    /** Returns true if everything that was read is the same in a tree that differs from the original in these paths only. */
    public boolean isSameIn(SourceTree tree, Collection<String> changedPaths) {
        return changedPaths.stream()
                .flatMap(ReadSet::keysThatMayChange)
                .distinct()
                .allMatch(key -> !entries.containsKey(key) || found(key, tree).equals(entries.get(key)));
    }

    /** A path that is added or removed changes its directory's listing, and can add or remove each directory above it. */
    private static Stream<String> keysThatMayChange(String path) {
        return Stream.concat(
                        Stream.of(path),
                        Stream.iterate(SourceTree.parent(path), above -> !above.isEmpty(), SourceTree::parent))
                .flatMap(one -> Stream.of("file:" + one, "kind:" + one, "dir:" + SourceTree.parent(one)));
    }

    private static String found(String key, SourceTree tree) {
        int colon = key.indexOf(':');
        String path = key.substring(colon + 1);
        return switch (key.substring(0, colon)) {
            case "file" -> file(path, tree);
            case "dir" -> directory(path, tree);
            case "kind" -> tree.kind(path).name();
            default -> throw new IllegalStateException("a read set of another version: " + key);
        };
    }

    private static String file(String path, SourceTree tree) {
        return tree.kind(path) == SourceTree.Kind.FILE ? tree.id(path).orElse(ABSENT) : ABSENT;
    }

    private static String directory(String path, SourceTree tree) {
        return tree.list(path).map(ReadSet::listing).orElse(ABSENT);
    }

    /** Returns the recorded form of a directory's listing: its names and the kind of each. */
    public static String listing(List<SourceTree.Child> children) {
        return Content.hash(
                children.stream().map(c -> c.kind() + " " + c.name()).sorted().collect(Collectors.joining("\n")));
    }

    /** A tree that records what is read from it. Not thread-safe. */
    public static final class Recorder implements SourceTree {
        private final SourceTree tree;
        private final Map<String, String> entries = new HashMap<>();

        public Recorder(SourceTree tree) {
            this.tree = tree;
        }

        @Override
        public Kind kind(String path) {
            Kind kind = tree.kind(path);
            entries.put("kind:" + path, kind.name());
            return kind;
        }

        @Override
        public Optional<String> id(String path) {
            entries.put("file:" + path, file(path, tree));
            return tree.id(path);
        }

        @Override
        public Optional<byte[]> read(String path, long most) {
            entries.put("file:" + path, file(path, tree));
            return tree.read(path, most);
        }

        /** Returns the tree without recording: the caller records its own reads with {@link #note}. */
        public SourceTree unrecorded() {
            return tree;
        }

        /** Records what was read elsewhere. */
        public void note(Map<String, String> lookedAt) {
            entries.putAll(lookedAt);
        }

        @Override
        public Optional<List<Child>> list(String directory) {
            entries.put("dir:" + directory, directory(directory, tree));
            return tree.list(directory);
        }

        /** Returns what has been read so far. */
        public ReadSet readSet() {
            return new ReadSet(entries);
        }
    }
}
