package dev.millrace.updater.policy.path;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A path pattern with placeholders, whose values are read from the paths that match it.
 *
 * @param excludes true if matching files are excluded
 * @param groups the placeholders, in the order of the expression's groups
 */
public record PathTemplate(boolean excludes, Pattern regex, List<String> groups) {
    public PathTemplate {
        groups = List.copyOf(groups);
    }

    /** Rejects an invalid pattern, and one from which values cannot be read, with an IllegalArgumentException. */
    public static PathTemplate of(String text, Set<String> placeholders) {
        String pattern = PathGlob.pattern(text);
        Placeholders.mistake(pattern, placeholders).ifPresent(mistake -> {
            throw new IllegalArgumentException(mistake);
        });
        GlobSyntax syntax = GlobSyntax.of(pattern, placeholders);
        return new PathTemplate(text.startsWith("!"), syntax.regex(), syntax.groups());
    }

    /** The values in a path that matches; empty if it does not match, or if one placeholder would have two values. */
    public Optional<Map<String, String>> values(String path) {
        Matcher matcher = regex.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            String value = matcher.group(i + 1);
            String before = values.putIfAbsent(groups.get(i), value);
            if (value.length() > Placeholders.MAX_VALUE_LENGTH || (before != null && !before.equals(value))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }
}
