package dev.millrace.updater.policy;

import java.util.regex.Pattern;

/** A pattern for paths from the repository's root: {@code *} and {@code ?} within a name, {@code **} across directories. */
public record PathGlob(String text) {
    public PathGlob {
        if (text.isBlank() || text.startsWith("/") || text.contains("\\")) {
            throw new IllegalArgumentException("not a path pattern relative to the repository's root: " + text);
        }
    }

    boolean matches(String path) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (text.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else {
                char c = text.charAt(i);
                regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
            }
        }
        return path.matches(regex.toString());
    }
}
