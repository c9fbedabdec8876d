package dev.millrace.git.read;

import org.eclipse.jgit.errors.InvalidPatternException;
import org.eclipse.jgit.fnmatch.FileNameMatcher;

/**
 * A pattern for names of refs as in {@code git describe --match}: {@code *} and {@code ?} match any character, also a slash, and {@code [...]} one of
 * several.
 */
public final class Glob {
    private static final int MAX_LENGTH = 255;

    private final String pattern;
    private final FileNameMatcher matcher;

    /** @throws IllegalArgumentException if the text is empty, too long or not a pattern */
    public Glob(String pattern) {
        if (pattern.isEmpty() || pattern.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a pattern has 1 to " + MAX_LENGTH + " characters: " + pattern);
        }
        this.pattern = pattern;
        try {
            this.matcher = new FileNameMatcher(pattern, null);
        } catch (InvalidPatternException e) {
            throw new IllegalArgumentException("not a pattern: " + pattern + ": " + e.getMessage(), e);
        }
    }

    public boolean matches(String name) {
        FileNameMatcher start = new FileNameMatcher(matcher);
        start.append(name);
        return start.isMatch();
    }

    @Override
    public String toString() {
        return pattern;
    }
}
