package dev.millrace.git.version;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.semver4j.Semver;

/**
 * A semantic version, with or without a leading {@code v}; missing minor and patch numbers are 0.
 *
 * @see <a href="https://semver.org/spec/v2.0.0.html">Semantic Versioning 2.0.0</a>
 */
public record Version(Semver semver) implements Comparable<Version> {
    private static final Comparator<Semver> ORDER = Comparator.comparingInt(Semver::getMajor)
            .thenComparingInt(Semver::getMinor)
            .thenComparingInt(Semver::getPatch);
    /** A longer text is none that a user or a tool writes; the library's own expression would recurse on its identifiers. */
    private static final int MAX_LENGTH = 256;

    private static final Pattern FORM =
            Pattern.compile("[vV]?(?<major>[0-9]+)(?:\\.(?<minor>[0-9]+))?(?:\\.(?<patch>[0-9]+))?(?<rest>[-+].*)?");

    /** Parses a text; empty if it is not a version. */
    public static Optional<Version> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (text.length() > MAX_LENGTH || !form.matches()) {
            return Optional.empty();
        }
        String rest = form.group("rest");
        return Optional.ofNullable(Semver.parse(form.group("major") + "." + orZero(form.group("minor")) + "."
                        + orZero(form.group("patch")) + (rest == null ? "" : rest)))
                .map(Version::new);
    }

    private static String orZero(@Nullable String number) {
        return number == null ? "0" : number;
    }

    public boolean isPreRelease() {
        return !semver.getPreRelease().isEmpty();
    }

    /** By precedence (section 11): build metadata is ignored. */
    @Override
    public int compareTo(Version other) {
        int numbers = ORDER.compare(semver, other.semver);
        return numbers != 0 ? numbers : preReleases(semver.getPreRelease(), other.semver.getPreRelease());
    }

    private static int preReleases(List<String> mine, List<String> theirs) {
        if (mine.isEmpty() || theirs.isEmpty()) {
            return Boolean.compare(mine.isEmpty(), theirs.isEmpty());
        }
        for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
            int order = identifiers(mine.get(i), theirs.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(mine.size(), theirs.size());
    }

    private static int identifiers(String mine, String theirs) {
        boolean number = isNumber(mine);
        if (number != isNumber(theirs)) {
            return number ? -1 : 1;
        }
        return number ? new BigInteger(mine).compareTo(new BigInteger(theirs)) : mine.compareTo(theirs);
    }

    private static boolean isNumber(String identifier) {
        return identifier.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Versions of equal precedence are equal. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Version version && compareTo(version) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(semver.getMajor(), semver.getMinor(), semver.getPatch(), semver.getPreRelease());
    }
}
