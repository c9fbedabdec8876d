package dev.millrace.sync.manifest.yaml;

import java.util.List;
import java.util.Optional;

/** Finds statements of template languages, such as {@code {% if … %}} and {@code {{- range … }}}, which make a text invalid YAML. */
final class Statements {
    /** The number of lines by which the parser may report the error late. */
    private static final int LINES_BEFORE = 2;

    private Statements() {}

    /** Returns the line of a statement at or shortly before the one that can't be parsed; both from 0. */
    static Optional<Integer> before(String document, int line) {
        List<String> lines = document.lines().limit(line + 1L).toList();
        for (int i = lines.size() - 1; i >= 0 && i >= line - LINES_BEFORE; i--) {
            if (isStatement(lines.get(i))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static boolean isStatement(String line) {
        String text = line.strip();
        while (text.startsWith("- ")) {
            text = text.substring(2).strip();
        }
        int colon = text.indexOf(": ");
        String value = colon < 0 ? "" : text.substring(colon + 2).strip();
        return opens(text) || opens(value);
    }

    private static boolean opens(String text) {
        return text.startsWith("{{") || text.startsWith("{%") || text.startsWith("{#");
    }
}
