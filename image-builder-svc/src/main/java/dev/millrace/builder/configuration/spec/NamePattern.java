package dev.millrace.builder.configuration.spec;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A pattern of names with slashes: {@code *} is any part of one segment, {@code **} one or more whole segments. Matching takes linear time.
 */
public record NamePattern(String text) {
    private static final int MAX_LENGTH = 255;

    public NamePattern {
        if (text.isBlank() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a pattern of 1 to " + MAX_LENGTH + " characters is expected");
        }
        for (String segment : text.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException(
                        "a pattern without empty, '.' and '..' segments is expected: " + text);
            }
            if (segment.contains("**") && segment.length() > 2) {
                throw new IllegalArgumentException("'**' must be a whole segment: " + text);
            }
        }
    }

    /** Returns true if the whole name matches. */
    public boolean matches(String name) {
        List<String> segments = new ArrayList<>();
        for (String segment : text.split("/", -1)) {
            segments.add(
                    switch (segment) {
                        case "*" -> "[^/]+";
                        case "**" -> "[^/]+(?:/[^/]+)*";
                        default -> literal(segment);
                    });
        }
        return Pattern.compile("(?s)" + String.join("/", segments)).matches(name);
    }

    private static String literal(String segment) {
        return Arrays.stream(segment.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("[^/]*"));
    }
}
