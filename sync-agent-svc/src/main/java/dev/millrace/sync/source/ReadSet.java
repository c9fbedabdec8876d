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
 * All that a rendering looked at, with what it found: {@code file:<path>} with the file's id, {@code dir:<path>} with a hash of the
 * names in it, {@code kind:<path>} with what stood there. A commit in which all of this is the same renders the same.
 */
public record ReadSet(Map<String, String> entries) {
    private static final String ABSENT = "absent";

    public static final ReadSet NOTHING = new ReadSet(Map.of());

    public ReadSet {
        entries = Map.copyOf(entries);
    }

    /** Whether one of these files was read. */
    public boolean reads(Collection<String> paths) {
        return paths.stream().anyMatch(path -> entries.containsKey("file:" + path));
    }

    /** Whether two trees, which differ in these paths only, are the same in all that was read. */
    public boolean isSameBetween(SourceTree before, SourceTree after, Collection<String> changedPaths) {
        return changedPaths.stream()
                .flatMap(ReadSet::keysThatMayChange)
                .distinct()
                .filter(entries::containsKey)
                .allMatch(key -> found(key, before).equals(found(key, after)));
    }

    /** Whether another tree has all of it just so. */
    public boolean isSameIn(SourceTree tree) {
        return entries.entrySet().stream().allMatch(e -> found(e.getKey(), tree).equals(e.getValue()));
    }

    /** Whether it is the same in a tree that differs from the one it was read from in these paths only. */
    public boolean isSameIn(SourceTree tree, Collection<String> changedPaths) {
        return changedPaths.stream()
                .flatMap(ReadSet::keysThatMayChange)
                .distinct()
                .allMatch(key -> !entries.containsKey(key) || found(key, tree).equals(entries.get(key)));
    }

    /** A path that came or went changes its directory's listing, and can make or unmake each directory above it. */
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

    /** How a directory's listing is noted: its names, and what stands there. */
    public static String listing(List<SourceTree.Child> children) {
        return Content.hash(
                children.stream().map(c -> c.kind() + " " + c.name()).sorted().collect(Collectors.joining("\n")));
    }

    /** A tree that notes what is read from it. Not for several threads at once. */
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
        public Optional<byte[]> read(String path) {
            entries.put("file:" + path, file(path, tree));
            return tree.read(path);
        }

        @Override
        public Optional<byte[]> read(String path, long most) {
            entries.put("file:" + path, file(path, tree));
            return tree.read(path, most);
        }

        /** The tree itself: who reads there notes what it looked at by {@link #note}. */
        public SourceTree unrecorded() {
            return tree;
        }

        /** Notes what was looked at elsewhere. */
        public void note(Map<String, String> lookedAt) {
            entries.putAll(lookedAt);
        }

        @Override
        public Optional<List<Child>> list(String directory) {
            entries.put("dir:" + directory, directory(directory, tree));
            return tree.list(directory);
        }

        /** What was read so far. */
        public ReadSet readSet() {
            return new ReadSet(entries);
        }
    }
}
