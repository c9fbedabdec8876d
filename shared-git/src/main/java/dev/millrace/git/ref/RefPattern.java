package dev.millrace.git.ref;

import dev.millrace.events.value.GitRef;
import org.eclipse.jgit.errors.InvalidPatternException;
import org.eclipse.jgit.fnmatch.FileNameMatcher;

/**
 * A pattern of full ref names: {@code *} matches any part, slashes included, {@code ?} one character, and {@code [0-9]} one of a set. A ref of a
 * request matches only a pattern that names its kind, as {@code refs/pull/*} does.
 */
public final class RefPattern {
    private final String glob;
    private final FileNameMatcher matcher;

    /** @throws IllegalArgumentException if it is not a pattern */
    public RefPattern(String glob) {
        this.glob = glob;
        try {
            this.matcher = new FileNameMatcher(glob, null);
        } catch (InvalidPatternException e) {
            throw new IllegalArgumentException("not a pattern of refs: " + glob + ": " + e.getMessage(), e);
        }
    }

    public boolean matches(GitRef ref) {
        if (RefKind.of(ref) == RefKind.REQUEST && RefKind.ofName(literalStart()) != RefKind.REQUEST) {
            return false;
        }
        FileNameMatcher own = new FileNameMatcher(matcher);
        own.append(ref.value());
        return own.isMatch();
    }

    /** The part before the first character with a meaning. */
    private String literalStart() {
        int end = 0;
        while (end < glob.length() && "*?[\\".indexOf(glob.charAt(end)) < 0) {
            end++;
        }
        return glob.substring(0, end);
    }

    @Override
    public String toString() {
        return glob;
    }
}
