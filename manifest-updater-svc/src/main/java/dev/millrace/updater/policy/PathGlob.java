package dev.millrace.updater.policy;

import com.google.re2j.Pattern;

/**
 * A pattern for paths from the repository's root: {@code *} and {@code ?} within a name, {@code **} across directories.
 *
 * @param regex the same as an expression
 */
public record PathGlob(String text, Pattern regex) {
    private static final int MAX_LENGTH = 512;

    /** Rejects an invalid pattern with an IllegalArgumentException. */
    public PathGlob(String text) {
        this(text, regex(text));
    }

    boolean matches(String path) {
        return regex.matches(path);
    }

    private static Pattern regex(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a path pattern has at most " + MAX_LENGTH + " characters");
        }
        if (text.isBlank() || text.startsWith("/") || text.contains("\\")) {
            throw new IllegalArgumentException("not a path pattern relative to the repository's root: " + text);
        }
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
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
