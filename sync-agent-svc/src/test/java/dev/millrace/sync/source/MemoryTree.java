package dev.millrace.sync.source;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The in-memory twin of a commit's tree. */
public final class MemoryTree implements SourceTree {
    private final TreeMap<String, String> files = new TreeMap<>();
    private final Map<String, Kind> links = new HashMap<>();

    public MemoryTree(Map<String, String> files) {
        this.files.putAll(files);
    }

    private MemoryTree(MemoryTree other) {
        this.files.putAll(other.files);
        this.links.putAll(other.links);
    }

    public MemoryTree with(String path, String content) {
        MemoryTree copy = new MemoryTree(this);
        copy.files.put(path, content);
        return copy;
    }

    public MemoryTree without(String path) {
        MemoryTree copy = new MemoryTree(this);
        copy.files.remove(path);
        return copy;
    }

    /** Adds a symbolic link or a submodule. */
    public MemoryTree withLink(String path, Kind kind) {
        MemoryTree copy = new MemoryTree(this);
        copy.links.put(path, kind);
        return copy;
    }

    @Override
    public Kind kind(String path) {
        if (links.containsKey(path)) {
            return links.get(path);
        }
        if (files.containsKey(path)) {
            return Kind.FILE;
        }
        return path.isEmpty() || paths().anyMatch(f -> f.startsWith(path + "/")) ? Kind.DIRECTORY : Kind.ABSENT;
    }

    @Override
    public Optional<String> id(String path) {
        return Optional.ofNullable(files.get(path)).map(content -> Integer.toHexString(content.hashCode()));
    }

    @Override
    public Optional<byte[]> read(String path, long most) {
        return Optional.ofNullable(files.get(path))
                .map(content -> content.getBytes(StandardCharsets.UTF_8))
                .filter(content -> content.length <= most);
    }

    private String idOf(String path) {
        return id(path).orElseGet(() ->
                Integer.toHexString(files.subMap(path + "/", path + "0").hashCode()
                        + links.entrySet().stream()
                                .filter(link -> (link.getKey() + "/").startsWith(path + "/"))
                                .mapToInt(Map.Entry::hashCode)
                                .sum()));
    }

    private Stream<String> paths() {
        return Stream.concat(files.keySet().stream(), links.keySet().stream()).sorted();
    }

    @Override
    public Optional<List<Child>> list(String directory) {
        if (kind(directory) != Kind.DIRECTORY) {
            return Optional.empty();
        }
        String prefix = directory.isEmpty() ? "" : directory + "/";
        return Optional.of(paths().filter(f -> f.startsWith(prefix))
                .map(f -> f.substring(prefix.length()).split("/", 2)[0])
                .distinct()
                .map(name -> new Child(name, kind(prefix + name), idOf(prefix + name)))
                .toList());
    }
}
