package dev.millrace.updater.policy.path;

import com.google.re2j.Pattern;
import java.util.Set;

/**
 * A pattern for paths from the repository's root: {@code *} and {@code ?} within a name, {@code **} across directories, <code>{a,b}</code> for
 * alternatives, {@code [a-z]} for one character. A pattern that ends with a slash is a directory with all its files, and one that begins with
 * {@code !} excludes what it matches.
 *
 * @param text as written
 * @param excludes true if matching files are excluded
 * @param prefix the text before the first wildcard, with which every matching path begins
 * @param regex the same as an expression
 */
public record PathGlob(String text, boolean excludes, String prefix, Pattern regex) {
    private static final int MAX_LENGTH = 512;
    private static final Set<String> NO_NAMES = Set.of("", ".", "..");

    /** Rejects an invalid pattern with an IllegalArgumentException. */
    public PathGlob(String text) {
        this(text, text.startsWith("!"), GlobSyntax.of(pattern(text)));
    }

    private PathGlob(String text, boolean excludes, GlobSyntax syntax) {
        this(text, excludes, syntax.prefix(), syntax.regex());
    }

    /** Returns true if the path matches, to be included or excluded. */
    public boolean matches(String path) {
        return path.startsWith(prefix) && regex.matches(path);
    }

    /** The pattern without what is not part of it: the exclusion's mark and the root's own name; a directory stands for all its files. */
    static String pattern(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a path pattern has at most " + MAX_LENGTH + " characters");
        }
        String pattern = text.startsWith("!") ? text.substring(1) : text;
        while (pattern.startsWith("./")) {
            pattern = pattern.length() == 2 ? "**" : pattern.substring(2);
        }
        if (pattern.isBlank() || pattern.startsWith("!") || pattern.contains("\\") || !hasNames(pattern)) {
            throw new IllegalArgumentException("not a path pattern relative to the repository's root: " + text);
        }
        return pattern.endsWith("/") ? pattern + "**" : pattern;
    }

    /** Returns true if each part of the path is a name or a pattern of names; only the last one may be empty. */
    private static boolean hasNames(String pattern) {
        String[] names = pattern.split("/", -1);
        for (int i = 0; i < names.length; i++) {
            boolean ends = names[i].isEmpty() && i > 0 && i == names.length - 1;
            if (!ends && NO_NAMES.contains(names[i])) {
                return false;
            }
        }
        return true;
    }
}
