package dev.millrace.git.version;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A semantic version as tags have it: with or without a leading {@code v}, missing minor and patch numbers are 0, and numbers may begin with zeros
 * ({@code 2024.01.15}).
 *
 * @param major of at most 64 bits, as are the other numbers
 * @param preRelease the identifiers of the pre-release; empty for a release
 * @param text the version as written, without the {@code v}, with all three numbers
 * @see <a href="https://semver.org/spec/v2.0.0.html">Semantic Versioning 2.0.0</a>
 */
public record Version(BigInteger major, BigInteger minor, BigInteger patch, List<String> preRelease, String text)
        implements Comparable<Version> {
    private static final Comparator<Version> BY_NUMBERS =
            Comparator.comparing(Version::major).thenComparing(Version::minor).thenComparing(Version::patch);

    /** A longer text is none that a user or a tool writes. */
    private static final int MAX_LENGTH = 256;

    private static final int MAX_BITS = 64;

    /** A pre-release and build metadata. A number in a pre-release does not begin with 0. */
    static final String SUFFIX = "(?:-(?P<pre>" + list("(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)") + "))?"
            + "(?:\\+(?P<build>" + list("[0-9A-Za-z-]+") + "))?";

    private static final Pattern FORM = Pattern.compile(
            "[vV]?(?P<major>[0-9]+)(?:\\.(?P<minor>[0-9]+))?(?:\\.(?P<patch>[0-9]+))?(?P<suffix>" + SUFFIX + ")");

    public Version {
        preRelease = List.copyOf(preRelease);
    }

    private static String list(String identifier) {
        return identifier + "(?:\\." + identifier + ")*";
    }

    /** Parses a text; empty if it is not a version. */
    public static Optional<Version> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? of(
                        digits(form.group("major")),
                        digits(form.group("minor")),
                        digits(form.group("patch")),
                        form.group("suffix"),
                        form.group("pre"))
                : Optional.empty();
    }

    private static Optional<Version> of(
            String major, String minor, String patch, String suffix, @Nullable String preRelease) {
        Version version = new Version(
                new BigInteger(major),
                new BigInteger(minor),
                new BigInteger(patch),
                preRelease == null ? List.of() : List.of(preRelease.split("\\.", -1)),
                major + "." + minor + "." + patch + suffix);
        return version.isTooLarge() ? Optional.empty() : Optional.of(version);
    }

    private static String digits(@Nullable String number) {
        return number == null ? "0" : number;
    }

    private boolean isTooLarge() {
        return major.bitLength() > MAX_BITS || minor.bitLength() > MAX_BITS || patch.bitLength() > MAX_BITS;
    }

    public boolean isPreRelease() {
        return !preRelease.isEmpty();
    }

    /** By precedence (section 11): build metadata is ignored. */
    @Override
    public int compareTo(Version other) {
        int numbers = BY_NUMBERS.compare(this, other);
        return numbers != 0 ? numbers : comparePreReleases(preRelease, other.preRelease);
    }

    private static int comparePreReleases(List<String> mine, List<String> theirs) {
        if (mine.isEmpty() || theirs.isEmpty()) {
            return Boolean.compare(mine.isEmpty(), theirs.isEmpty());
        }
        for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
            int order = compareIdentifiers(mine.get(i), theirs.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(mine.size(), theirs.size());
    }

    private static int compareIdentifiers(String mine, String theirs) {
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
        return Objects.hash(major, minor, patch, preRelease);
    }

    @Override
    public String toString() {
        return text;
    }
}
