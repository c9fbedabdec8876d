package dev.millrace.git.version;

import com.google.re2j.Pattern;
import org.semver4j.Semver;

/**
 * A range of semantic versions.
 *
 * @param text such as {@code >=1.2.0 <2}, {@code ^1.2} or {@code 1.x || 2.x}, in npm's syntax; a comma is read as a space
 * @param preReleases true if versions such as {@code 1.2.0-rc.1} are accepted
 * @see <a href="https://github.com/npm/node-semver#ranges">node-semver, ranges</a>
 */
public record VersionRange(String text, boolean preReleases) {
    private static final int MAX_LENGTH = 256;

    // In RE2: an invalid range has exponentially many ways not to match.
    private static final Pattern FORM =
            Pattern.compile("(?:\\|\\||[\\s,-]|(?:[<>]=?|[=^~])?\\s*[vV]?[0-9xX*][0-9A-Za-z.*+-]*)+");
    private static final Pattern PRE_RELEASE = Pattern.compile("[0-9xX*]-[0-9A-Za-z]");

    /** Rejects an invalid range with an IllegalArgumentException. */
    public VersionRange {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a version range has at most " + MAX_LENGTH + " characters");
        }
        if (!FORM.matcher(text).matches() || !isUsable(text)) {
            throw new IllegalArgumentException("not a range of versions, such as '>=1.2.0 <2': " + text);
        }
    }

    /** Rejects numbers that are too large for the library, which would fail only when a version is compared. */
    private static boolean isUsable(String text) {
        try {
            Semver.ZERO.satisfies(withoutCommas(text));
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String withoutCommas(String text) {
        return text.replace(',', ' ');
    }

    /** A range that accepts pre-releases if it names one, as in {@code >=1.2.0-0}. */
    public static VersionRange of(String text) {
        return new VersionRange(text, PRE_RELEASE.matcher(text).find());
    }

    public boolean accepts(Version version) {
        return (preReleases || !version.isPreRelease()) && version.semver().satisfies(withoutCommas(text), preReleases);
    }
}
