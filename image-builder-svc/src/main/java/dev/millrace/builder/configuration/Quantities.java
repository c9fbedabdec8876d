package dev.millrace.builder.configuration;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts as Kubernetes and Docker write them. */
public final class Quantities {
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,6})(Ki|Mi|Gi|Ti|k|M|G|T)|([0-9]{1,15})");
    private static final Map<String, Long> UNITS = Map.of(
            "k",
            1_000L,
            "M",
            1_000_000L,
            "G",
            1_000_000_000L,
            "T",
            1_000_000_000_000L,
            "Ki",
            1L << 10,
            "Mi",
            1L << 20,
            "Gi",
            1L << 30,
            "Ti",
            1L << 40);
    private static final Pattern MILLI = Pattern.compile("([0-9]{1,6})m");
    private static final Pattern CPUS = Pattern.compile("([0-9]{1,4})(?:\\.([0-9]{1,3}))?");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");
    private static final Pattern TIME = Pattern.compile("(?=.)(?:([0-9]{1,3})h)?(?:([0-9]{1,4})m)?(?:([0-9]{1,6})s)?");

    private Quantities() {}

    /** Bytes, such as {@code 512Mi} or {@code 2G}. */
    public static long bytes(String text) {
        Matcher form = BYTES.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("an amount such as 512Mi or 4Gi is expected, not " + text);
        }
        return positive(
                form.group(1) == null
                        ? Long.parseLong(form.group(3))
                        : Long.parseLong(form.group(1)) * UNITS.getOrDefault(form.group(2), 1L));
    }

    /** Thousandths of a CPU, from {@code 2}, {@code 1.5} or {@code 500m}. */
    public static long milliCpus(String text) {
        Matcher milli = MILLI.matcher(text);
        if (milli.matches()) {
            return positive(Long.parseLong(milli.group(1)));
        }
        Matcher cpus = CPUS.matcher(text);
        if (!cpus.matches()) {
            throw new IllegalArgumentException("a number of CPUs such as 2, 1.5 or 500m is expected, not " + text);
        }
        String decimals = cpus.group(2) == null ? "" : cpus.group(2);
        return positive(Long.parseLong(cpus.group(1)) * 1000 + Long.parseLong((decimals + "000").substring(0, 3)));
    }

    /** A positive number. */
    static long count(String text) {
        if (!COUNT.matcher(text).matches()) {
            throw new IllegalArgumentException("a number is expected, not " + text);
        }
        return positive(Long.parseLong(text));
    }

    /** A duration, such as {@code 90s}, {@code 30m} or {@code 1h30m}. */
    static Duration time(String text) {
        Matcher form = TIME.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("a duration such as 90s, 30m or 1h30m is expected, not " + text);
        }
        long seconds = number(form, 1) * 3600 + number(form, 2) * 60 + number(form, 3);
        return Duration.ofSeconds(positive(seconds));
    }

    private static long number(Matcher form, int group) {
        String digits = form.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static long positive(long number) {
        if (number == 0) {
            throw new IllegalArgumentException("must be more than zero");
        }
        return number;
    }
}
