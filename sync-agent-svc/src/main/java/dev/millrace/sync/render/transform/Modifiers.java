package dev.millrace.sync.render.transform;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Operations on a variable's value, as in a shell. */
final class Modifiers {

    /** Longer operators come before those that are their prefix. */
    static final List<String> OPERATORS = List.of(
            ":=", ":-", ":+", ":?", ":", "=", "-", "+", "?", "^^", "^", ",,", ",", "##", "#", "%%", "%", "//", "/#",
            "/%", "/");

    private Modifiers() {}

    static String apply(String operator, String value, String first, String second) {
        return switch (operator) {
            case "^" -> value.isEmpty() ? value : upper(value.substring(0, 1)) + value.substring(1);
            case "^^" -> upper(value);
            case "," -> value.isEmpty() ? value : lower(value.substring(0, 1)) + value.substring(1);
            case ",," -> lower(value);
            case "#" -> rest(value, "^(?:" + glob(first, ".*?") + ")(.*)$");
            case "##" -> rest(value, "^(?:" + glob(first, ".*") + ")(.*)$");
            case "%" -> rest(value, "^(.*)(?:" + glob(first, ".*") + ")$");
            case "%%" -> rest(value, "^(.*?)(?:" + glob(first, ".*") + ")$");
            case "/" -> first.isEmpty() ? value : replaceFirst(value, first, second);
            case "//" -> first.isEmpty() ? value : value.replace(first, second);
            case "/#" -> value.startsWith(first) ? second + value.substring(first.length()) : value;
            case "/%" -> value.endsWith(first) ? value.substring(0, value.length() - first.length()) + second : value;
            default -> throw new IllegalStateException("an operator that is none: " + operator);
        };
    }

    private static String replaceFirst(String value, String what, String by) {
        int at = value.indexOf(what);
        return at < 0 ? value : value.substring(0, at) + by + value.substring(at + what.length());
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Returns the match of the single group; the whole value if it doesn't match. The time is linear in the value's length for any pattern. */
    private static String rest(String value, String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(value);
        return matcher.find() ? matcher.group(1) : value;
    }

    private static String glob(String written, String any) {
        StringBuilder pattern = new StringBuilder();
        written.codePoints()
                .forEach(c -> pattern.append(
                        switch (c) {
                            case '*' -> any;
                            case '?' -> ".";
                            default -> Pattern.quote(Character.toString(c));
                        }));
        return pattern.toString();
    }

    /** Returns a part by offset and length, each counted from the end if negative; the whole value if one of them is no number. */
    static String part(String value, String offset, Optional<String> length) {
        Optional<Integer> from = number(offset);
        Optional<Integer> count = length.flatMap(Modifiers::number);
        if (from.isEmpty() || (length.isPresent() && count.isEmpty())) {
            return value;
        }
        int begin = within(from.get() < 0 ? value.length() + (long) from.get() : from.get(), value);
        int end = count.map(n -> within(n < 0 ? value.length() + (long) n : begin + (long) n, value))
                .orElse(value.length());
        return begin < end ? value.substring(begin, end) : "";
    }

    private static int within(long index, String value) {
        return Math.clamp(index, 0, value.length());
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.parseInt(text.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
