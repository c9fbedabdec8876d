package dev.millrace.builder.source.lfs;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A pointer to a content in Git LFS.
 *
 * @param oid SHA-256 of the content, in hex
 * @param size the size of the content in bytes
 */
public record LfsPointer(String oid, long size) {
    private static final List<String> VERSIONS = List.of(
            "version https://git-lfs.github.com/spec/v1",
            "version https://hawser.github.com/spec/v1",
            "version http://git-media.io/v/2");
    private static final Pattern OID = Pattern.compile("sha256:([0-9a-f]{64})");
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,15}");

    /**
     * Parses the content of a file; empty if it is no pointer, as of a file that was committed without Git LFS.
     *
     * @param path the path of the file, for messages
     * @throws LfsRefused if it is a pointer that can't be read
     */
    public static Optional<LfsPointer> parse(String path, byte[] content) {
        List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
        if (lines.isEmpty() || !VERSIONS.contains(lines.getFirst().strip())) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int space = line.indexOf(' ');
            values.put(
                    space < 0 ? line : line.substring(0, space),
                    line.substring(space + 1).strip());
        }
        if (values.keySet().stream().anyMatch(key -> key.startsWith("ext-"))) {
            throw new LfsRefused(path, "its pointer names an extension, which is not supported");
        }
        var oid = OID.matcher(values.getOrDefault("oid", ""));
        String size = values.getOrDefault("size", "");
        if (!oid.matches() || !SIZE.matcher(size).matches()) {
            throw new LfsRefused(path, "its pointer is invalid; commit the file again with Git LFS");
        }
        return Optional.of(new LfsPointer(oid.group(1), Long.parseLong(size)));
    }
}
