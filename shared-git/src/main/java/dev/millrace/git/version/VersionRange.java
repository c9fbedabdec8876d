package dev.millrace.git.version;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of semantic versions with the meaning that Masterminds/semver v3 gives it, which Flux, Argo CD, Kargo and Helm use: alternatives after
 * {@code ||}, each a list of comparisons after spaces or commas. Pre-releases are accepted by an alternative that names one, as
 * {@code >=1.2.0-0} does.
 *
 * @param preReleases true if pre-releases are accepted by every alternative
 * @param alternatives the same as comparisons
 * @see <a href="https://github.com/Masterminds/semver/blob/v3.5.0/README.md#checking-version-constraints">Checking version constraints</a>
 */
public record VersionRange(String text, boolean preReleases, List<Alternative> alternatives) {
    private static final int MAX_LENGTH = 512;
    private static final int MAX_ALTERNATIVES = 32;

    private static final Pattern ITEM = Pattern.compile("(?P<low>" + Comparison.PARTIAL + ")\\s+-\\s+(?P<high>"
            + Comparison.PARTIAL + ")|(?P<operator>(?:" + Comparison.OPERATOR + "\\s*)?)(?P<version>"
            + Comparison.PARTIAL + ")");
    private static final Pattern SEPARATOR = Pattern.compile("\\s+|\\s*,\\s*");

    /** Comparisons that must all hold. */
    public record Alternative(List<Comparison> comparisons) {
        public Alternative {
            comparisons = List.copyOf(comparisons);
        }

        private boolean accepts(Version version, boolean preReleases) {
            boolean considered = preReleases
                    || !version.isPreRelease()
                    || comparisons.stream().anyMatch(Comparison::namesPreRelease);
            return considered && comparisons.stream().allMatch(one -> one.accepts(version));
        }
    }

    public VersionRange {
        alternatives = List.copyOf(alternatives);
    }

    /** Rejects an invalid range with an IllegalArgumentException. */
    public VersionRange(String text, boolean preReleases) {
        this(text, preReleases, parse(text));
    }

    /** A range that accepts pre-releases only where it names one. */
    public static VersionRange of(String text) {
        return new VersionRange(text, false);
    }

    /** Returns true if a version is in the range. */
    public boolean accepts(Version version) {
        return alternatives.stream().anyMatch(one -> one.accepts(version, preReleases));
    }

    private static List<Alternative> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a version range has at most " + MAX_LENGTH + " characters");
        }
        String[] parts = text.split("\\|\\|", -1);
        if (parts.length > MAX_ALTERNATIVES) {
            throw new IllegalArgumentException("a version range has at most " + MAX_ALTERNATIVES + " alternatives");
        }
        List<Alternative> alternatives = new ArrayList<>();
        for (String part : parts) {
            alternatives.add(alternative(text, part));
        }
        return alternatives;
    }

    private static Alternative alternative(String range, String text) {
        List<Comparison> comparisons = new ArrayList<>();
        Matcher item = ITEM.matcher(text);
        int end = 0;
        boolean afterSpan = true;
        while (item.find()) {
            String gap = text.substring(end, item.start());
            boolean span = item.group("low") != null;
            boolean first = comparisons.isEmpty();
            if (first ? !gap.isBlank() : !SEPARATOR.matches(gap)) {
                throw invalid(range, text.substring(end));
            }
            if (span && !afterSpan && gap.isBlank()) {
                throw new IllegalArgumentException(
                        form(range) + "; write a comma before '" + item.group() + "', which follows a comparison");
            }
            add(comparisons, range, item, span);
            afterSpan = span;
            end = item.end();
        }
        if (comparisons.isEmpty() || !text.substring(end).isBlank()) {
            throw invalid(range, text.substring(end));
        }
        return new Alternative(comparisons);
    }

    private static void add(List<Comparison> comparisons, String range, Matcher item, boolean span) {
        if (span) {
            comparisons.add(comparison(range, ">=", item.group("low")));
            comparisons.add(comparison(range, "<=", item.group("high")));
        } else {
            comparisons.add(comparison(range, item.group("operator"), item.group("version")));
        }
    }

    private static Comparison comparison(String range, String operator, String version) {
        return Comparison.parse(operator, version).orElseThrow(() -> invalid(range, version));
    }

    private static IllegalArgumentException invalid(String range, String part) {
        String reason = part.isBlank() ? "a comparison is missing" : "'" + part.strip() + "' is no comparison";
        return new IllegalArgumentException(form(range) + "; " + reason);
    }

    private static String form(String range) {
        return "not a range of versions, such as '>=1.2.0 <2': " + range;
    }
}
