package dev.millrace.updater.policy.read;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in the forms {@code 90s}, {@code 10m}, {@code 1h30m}, {@code 2d}, or in ISO 8601. */
final class Durations {
    private static final Duration MIN = Duration.ofSeconds(1);
    /** Sums with any time stay in the range of an Instant. */
    private static final Duration MAX = Duration.ofDays(3_650);

    private static final Pattern FORM =
            Pattern.compile("(?=.)(?:(\\d{1,5})d)?(?:(\\d{1,6})h)?(?:(\\d{1,7})m)?(?:(\\d{1,8})s)?");

    private Durations() {}

    static Duration parse(String text) {
        Matcher form = FORM.matcher(text);
        Duration duration;
        if (form.matches()) {
            duration = Duration.ofDays(number(form, 1))
                    .plusHours(number(form, 2))
                    .plusMinutes(number(form, 3))
                    .plusSeconds(number(form, 4));
        } else {
            try {
                duration = Duration.parse(text);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("a duration such as 90s, 10m or 1h is expected, not " + text, e);
            }
        }
        if (duration.compareTo(MIN) < 0 || duration.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("a duration from 1s to " + MAX.toDays() + "d is expected");
        }
        return duration;
    }

    private static long number(Matcher form, int group) {
        String digits = form.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
