package dev.millrace.git.version;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One comparison of a range, such as {@code >=1.2}, {@code ~1.x} or {@code 1.2.3}.
 *
 * @param bound the version after the operator, with 0 for what is missing or a wildcard
 * @param precision the number of the bound's numbers that are given
 */
record Comparison(Operator operator, Version bound, Precision precision) {
    /** The operators, {@code =} also for none. */
    enum Operator {
        EQUAL,
        NOT_EQUAL,
        GREATER,
        LESS,
        AT_LEAST,
        AT_MOST,
        TILDE,
        CARET
    }

    /** The last number of a bound that is given before the first wildcard. */
    enum Precision {
        NONE,
        MAJOR,
        MINOR,
        PATCH
    }

    private static final Map<String, Operator> OPERATORS = Map.ofEntries(
            Map.entry("", Operator.EQUAL),
            Map.entry("=", Operator.EQUAL),
            Map.entry("!=", Operator.NOT_EQUAL),
            Map.entry(">", Operator.GREATER),
            Map.entry("<", Operator.LESS),
            Map.entry(">=", Operator.AT_LEAST),
            Map.entry("=>", Operator.AT_LEAST),
            Map.entry("<=", Operator.AT_MOST),
            Map.entry("=<", Operator.AT_MOST),
            Map.entry("~", Operator.TILDE),
            Map.entry("~>", Operator.TILDE),
            Map.entry("^", Operator.CARET));

    private static final String NUMBER = "(?:[0-9]+|[xX*])";

    /** The form of an operator. */
    static final String OPERATOR = "(?:!=|>=|=>|<=|=<|~>|[=<>~^])";

    /** The form of a version in a range, of which numbers may be missing or wildcards. */
    static final String PARTIAL = "v?" + NUMBER + "(?:\\." + NUMBER + "){0,2}"
            + "(?:-[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?";

    private static final Pattern FORM = Pattern.compile("v?(?P<major>" + NUMBER + ")(?:\\.(?P<minor>" + NUMBER
            + "))?(?:\\.(?P<patch>" + NUMBER + "))?(?P<suffix>" + Version.SUFFIX + ")");

    /** Parses a comparison; empty if the version is none. */
    static Optional<Comparison> parse(String operator, String partial) {
        Matcher form = FORM.matcher(partial);
        if (!form.matches()) {
            return Optional.empty();
        }
        String major = form.group("major");
        String minor = form.group("minor");
        String patch = form.group("patch");
        Precision precision = isWildcard(major)
                ? Precision.NONE
                : isWildcard(minor) ? Precision.MAJOR : isWildcard(patch) ? Precision.MINOR : Precision.PATCH;
        String numbers =
                switch (precision) {
                    case NONE -> "0.0.0";
                    case MAJOR -> major + ".0.0";
                    case MINOR -> major + "." + minor + ".0";
                    case PATCH -> major + "." + minor + "." + patch;
                };
        Operator meaning = Optional.ofNullable(OPERATORS.get(operator.strip())).orElseThrow();
        return Version.parse(numbers + form.group("suffix")).map(bound -> new Comparison(meaning, bound, precision));
    }

    private static boolean isWildcard(@Nullable String number) {
        return number == null || !Character.isDigit(number.charAt(0));
    }

    /** Returns true if the comparison is about pre-releases. */
    boolean namesPreRelease() {
        return bound.isPreRelease();
    }

    /** Compares a release, or a pre-release where pre-releases are accepted. */
    boolean accepts(Version version) {
        return switch (operator) {
            case EQUAL -> precision == Precision.PATCH ? version.equals(bound) : isInTilde(version);
            case NOT_EQUAL -> isOther(version);
            case GREATER -> isGreater(version);
            case LESS -> version.compareTo(bound) < 0;
            case AT_LEAST -> version.compareTo(bound) >= 0;
            case AT_MOST -> isAtMost(version);
            case TILDE -> isInTilde(version);
            case CARET -> isInCaret(version);
        };
    }

    private boolean isOther(Version version) {
        return switch (precision) {
            case NONE, PATCH -> !version.equals(bound);
            case MAJOR -> !hasMajorOf(version);
            case MINOR ->
                !hasMajorOf(version)
                        || !hasMinorOf(version)
                        || !version.preRelease().equals(bound.preRelease());
        };
    }

    /** A version of the bound's own major or minor number is not above a bound that gives no more. */
    private boolean isGreater(Version version) {
        return switch (precision) {
            case NONE, PATCH -> version.compareTo(bound) > 0;
            case MAJOR -> version.major().compareTo(bound.major()) > 0;
            case MINOR ->
                version.major().compareTo(bound.major()) > 0
                        || (hasMajorOf(version) && version.minor().compareTo(bound.minor()) > 0);
        };
    }

    private boolean isAtMost(Version version) {
        return switch (precision) {
            case PATCH -> version.compareTo(bound) <= 0;
            case MAJOR -> version.major().compareTo(bound.major()) <= 0;
            case NONE, MINOR ->
                version.major().compareTo(bound.major()) < 0
                        || (hasMajorOf(version) && version.minor().compareTo(bound.minor()) <= 0);
        };
    }

    /** {@code ~0.0.0} has no upper bound, as in the library whose ranges these are. */
    private boolean isInTilde(Version version) {
        boolean open = precision == Precision.NONE || (precision == Precision.PATCH && isZero());
        return version.compareTo(bound) >= 0
                && (open || (hasMajorOf(version) && (precision == Precision.MAJOR || hasMinorOf(version))));
    }

    /** The first number that is not 0 stays. */
    private boolean isInCaret(Version version) {
        if (version.compareTo(bound) < 0 || !hasMajorOf(version)) {
            return false;
        }
        if (bound.major().signum() > 0 || precision == Precision.MAJOR) {
            return true;
        }
        boolean last = bound.minor().signum() > 0 || precision == Precision.MINOR;
        return hasMinorOf(version) && (last || version.patch().equals(bound.patch()));
    }

    private boolean isZero() {
        return bound.major().signum() == 0
                && bound.minor().signum() == 0
                && bound.patch().signum() == 0;
    }

    private boolean hasMajorOf(Version version) {
        return version.major().equals(bound.major());
    }

    private boolean hasMinorOf(Version version) {
        return version.minor().equals(bound.minor());
    }
}
