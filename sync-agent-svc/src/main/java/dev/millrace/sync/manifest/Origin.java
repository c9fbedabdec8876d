package dev.millrace.sync.manifest;

import java.util.stream.Collectors;

/**
 * The place that an object comes from.
 *
 * @param file the path from the repository's root; the overlay's directory for output of kustomize
 * @param line the line of its first key, from 1; 0 if it is unknown
 */
public record Origin(String file, int line) {

    /** Returns one line for users, with any unprintable characters of the file name replaced. */
    @Override
    public String toString() {
        String name = file.codePoints()
                .mapToObj(c -> isShown(c) ? Character.toString(c) : "\\u%04x".formatted(c))
                .collect(Collectors.joining());
        return line == 0 ? name : name + ":" + line;
    }

    private static boolean isShown(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
