package dev.millrace.sync.source;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The in-memory twin of a commit's tree. */
public final class MemoryTree implements SourceTree {
    private final TreeMap<String, String> files = new TreeMap<>();

    public MemoryTree(Map<String, String> files) {
        this.files.putAll(files);
    }

    public MemoryTree with(String path, String content) {
        MemoryTree copy = new MemoryTree(files);
        copy.files.put(path, content);
        return copy;
    }

    public MemoryTree without(String path) {
        MemoryTree copy = new MemoryTree(files);
        copy.files.remove(path);
        return copy;
    }

    @Override
    public Kind kind(String path) {
        if (files.containsKey(path)) {
            return Kind.FILE;
        }
        return path.isEmpty() || files.keySet().stream().anyMatch(f -> f.startsWith(path + "/"))
                ? Kind.DIRECTORY
                : Kind.ABSENT;
    }

    @Override
    public Optional<String> id(String path) {
        return Optional.ofNullable(files.get(path)).map(content -> Integer.toHexString(content.hashCode()));
    }

    @Override
    public Optional<byte[]> read(String path) {
        return Optional.ofNullable(files.get(path)).map(content -> content.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<byte[]> read(String path, long most) {
        return read(path).filter(content -> content.length <= most);
    }

    private String idOf(String path) {
        return id(path).orElseGet(() ->
                Integer.toHexString(files.subMap(path + "/", path + "0").hashCode()));
    }

    @Override
    public Optional<List<Child>> list(String directory) {
        if (kind(directory) != Kind.DIRECTORY) {
            return Optional.empty();
        }
        String prefix = directory.isEmpty() ? "" : directory + "/";
        return Optional.of(files.keySet().stream()
                .filter(f -> f.startsWith(prefix))
                .map(f -> f.substring(prefix.length()).split("/", 2)[0])
                .distinct()
                .map(name -> new Child(name, kind(prefix + name), idOf(prefix + name)))
                .toList());
    }
}
