package dev.millrace.sync.status;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text for a status. */
final class Text {
    private static final int MAX_CHARACTERS = 1000;
    private static final Pattern BREAKS = Pattern.compile("\\s*[\\r\\n\\u2028\\u2029\\u0085]\\s*");

    private Text() {}

    /** Returns the message in one line of bounded length: a line break would tear the columns of kubectl. */
    static String line(String message) {
        String some = message.length() <= 2 * MAX_CHARACTERS ? message : cut(message, 2 * MAX_CHARACTERS);
        String line = BREAKS.matcher(some).replaceAll(" ").replace('\t', ' ').strip();
        return line.length() <= MAX_CHARACTERS ? line : cut(line, MAX_CHARACTERS) + " …";
    }

    /** Returns the beginning of a text, without half of a character of two units at its end. */
    private static String cut(String text, int most) {
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    /** Returns {@code HealthyLate} for {@code HEALTHY_LATE}. */
    static String camelCase(String constant) {
        return Arrays.stream(constant.split("_", -1))
                .map(word -> word.substring(0, 1) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
