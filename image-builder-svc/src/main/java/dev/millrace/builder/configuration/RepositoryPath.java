package dev.millrace.builder.configuration;

import java.util.ArrayDeque;
import java.util.Deque;

/** Paths in a repository, normalized: without empty and {@code .} parts. */
final class RepositoryPath {
    private static final int MAX_LENGTH = 1024;

    private RepositoryPath() {}

    /** A folder below the root; empty for the root itself. */
    static String folder(String text) {
        String path = normalized(text);
        if (path.equals("..") || path.startsWith("../")) {
            throw new IllegalArgumentException("not a path below the repository's root: " + text);
        }
        return path;
    }

    /** A file from a folder; it may be outside the folder, but not outside the repository. */
    static String file(String text, String folder) {
        String path = normalized(text);
        String resolved = resolve(folder, path);
        if (resolved.equals("..") || resolved.startsWith("../")) {
            throw new IllegalArgumentException("not a path below the repository's root: " + text);
        }
        if (resolved.isEmpty() || path.isEmpty() || path.endsWith("..")) {
            throw new IllegalArgumentException("not the path of a file: " + text);
        }
        return path;
    }

    /** The path in the repository of a path from a folder. */
    static String resolve(String folder, String path) {
        return normalized(folder.isEmpty() ? path : folder + "/" + path);
    }

    private static String normalized(String text) {
        if (text.startsWith("/") || text.contains("\\") || text.indexOf('\0') >= 0 || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("not a path below the repository's root: " + text);
        }
        Deque<String> parts = new ArrayDeque<>();
        for (String part : text.split("/", -1)) {
            if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }
}
