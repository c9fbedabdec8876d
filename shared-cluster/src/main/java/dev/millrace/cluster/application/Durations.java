package dev.millrace.cluster.application;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in the notation of Kubernetes. */
final class Durations {
    static final String PATTERN = "^([0-9]+(ms|s|m|h))+$";

    private static final Pattern WHOLE = Pattern.compile(PATTERN);
    private static final Pattern PART = Pattern.compile("([0-9]+)(ms|s|m|h)");

    /** A longer text is none that a user writes; a matching one of many parts would overflow the stack. */
    private static final int MAX_LENGTH = 64;

    /** Any point in time plus a duration is still one. */
    private static final Duration MAX = Duration.ofDays(3_650);

    private Durations() {}

    /**
     * Reads {@code 90s}, {@code 5m}, {@code 1h30m}.
     *
     * @throws IllegalArgumentException for any other text, and for more than ten years
     */
    static Duration parse(String text) {
        if (text.length() > MAX_LENGTH || !WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException("not a duration such as 90s, 5m or 1h30m: " + shown(text));
        }
        try {
            Duration sum = sum(text);
            if (sum.compareTo(MAX) <= 0) {
                return sum;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // more than ten years by far
        }
        throw new IllegalArgumentException("a duration of more than ten years: " + text);
    }

    private static String shown(String text) {
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + " …" : text;
    }

    private static Duration sum(String text) {
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long amount = Long.parseLong(part.group(1));
            sum = sum.plus(
                    switch (part.group(2)) {
                        case "ms" -> Duration.ofMillis(amount);
                        case "s" -> Duration.ofSeconds(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        default -> Duration.ofHours(amount);
                    });
        }
        return sum;
    }
}
