package dev.millrace.updater.policy.path;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names in braces that stand for a value, such as <code>{service}</code>. A value is one part of an image's path and of a file's path: it has no slash,
 * and it is never {@code ..}.
 */
public final class Placeholders {
    /** The placeholder that stands for the names of a policy's environments. */
    public static final String ENVIRONMENT = "environment";

    /** The number of characters of the longest value. */
    public static final int MAX_VALUE_LENGTH = 128;

    /** The number of characters of the longest text with its values. */
    public static final int MAX_TEXT_LENGTH = 8_192;

    /** The form of a value: that of one part of an image's path. */
    static final String VALUE = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";

    /** A dollar sign before the brace is that of a group in an extract. */
    private static final Pattern PLACEHOLDER = Pattern.compile("(?<!\\$)\\{(?<name>[a-z][A-Za-z0-9_]{0,62})}");

    private Placeholders() {}

    /** The names of the placeholders in a text, in their order. */
    public static Set<String> in(String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group("name"));
        }
        return names;
    }

    /** The text with a sample in place of each placeholder. */
    public static String sample(String text) {
        return PLACEHOLDER.matcher(text).replaceAll("x");
    }

    /** The texts between the placeholders. */
    public static List<String> literals(String text) {
        return List.of(PLACEHOLDER.split(text, -1));
    }

    /**
     * The text with values in place of the placeholders that have one.
     *
     * @param quote applied to each value
     */
    public static String fill(String text, Map<String, String> values, UnaryOperator<String> quote) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(Optional.ofNullable(values.get(found.group("name")))
                        .map(quote)
                        .orElse(found.group())));
    }

    /** The mistake if the values of two placeholders in one part of a path could not be separated, or a wildcard is beside one; empty if there is none. */
    static Optional<String> mistake(String path, Set<String> placeholders) {
        List<String> before = new ArrayList<>();
        for (String step : path.split("/", -1)) {
            List<String> own = in(step).stream().filter(placeholders::contains).toList();
            if (occurrences(step, placeholders) > 1) {
                return Optional.of("two placeholders in one part of a path, whose values cannot be separated: " + step);
            }
            if (!own.isEmpty()
                    && fill(step, Map.of(own.getFirst(), ""), value -> value).matches(".*[*?\\[{].*")) {
                return Optional.of("a placeholder and a wildcard in one part of a path: " + step);
            }
            if (!own.isEmpty() && before.stream().anyMatch(one -> one.contains("**"))) {
                return Optional.of("'**' before {" + own.getFirst() + "}: the part of its value is not certain");
            }
            before.add(step);
        }
        return Optional.empty();
    }

    private static long occurrences(String step, Set<String> placeholders) {
        return PLACEHOLDER
                .matcher(step)
                .results()
                .filter(found -> placeholders.contains(found.group("name")))
                .count();
    }
}
