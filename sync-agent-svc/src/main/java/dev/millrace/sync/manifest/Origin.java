package dev.millrace.sync.manifest;

import java.util.stream.Collectors;

/**
 * Where an object is written down.
 *
 * @param file from the repository's root; the overlay's directory for what kustomize rendered
 * @param line of its first key, from 1; 0 if it isn't known
 */
public record Origin(String file, int line) {

    /** In one line for people, whatever characters a file's name has. */
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
