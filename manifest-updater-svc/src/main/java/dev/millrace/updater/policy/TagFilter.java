package dev.millrace.updater.policy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.millrace.events.value.Tag;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A filter of tags, with the part of them that is compared.
 *
 * @param extract a replacement such as {@code $version}, <code>${version}</code> or {@code $1}; the whole tag is compared if absent
 */
public record TagFilter(Pattern pattern, Optional<String> extract) {
    private static final java.util.regex.Pattern GROUP = java.util.regex.Pattern.compile(
            "\\$(?:(?<number>[0-9])|(?<name>[A-Za-z][A-Za-z0-9]*+)|\\{(?<braced>[A-Za-z][A-Za-z0-9]*+)})|\\$");

    /** Rejects an extract that names a group which the pattern does not have with an IllegalArgumentException. */
    public TagFilter {
        extract.ifPresent(text -> expanded(text, group -> {
            requireGroup(pattern, group);
            return "";
        }));
    }

    private static void requireGroup(Pattern pattern, String group) {
        boolean exists = isNumber(group)
                ? Integer.parseInt(group) <= pattern.groupCount()
                : pattern.namedGroups().containsKey(group);
        if (!exists) {
            throw new IllegalArgumentException("the pattern has no group named " + group);
        }
    }

    private static boolean isNumber(String group) {
        return Character.isDigit(group.charAt(0));
    }

    /** The compared part of the tag; empty if the tag is filtered out. */
    public Optional<String> comparable(Tag tag) {
        Matcher matcher = pattern.matcher(tag.value());
        if (!matcher.find()) {
            return Optional.empty();
        }
        return Optional.of(extract.map(text -> expanded(text, group -> matched(matcher, group)))
                .orElse(tag.value()));
    }

    /** The text of a group; empty if the group took no part in the match. */
    private static String matched(Matcher matcher, String group) {
        String text = isNumber(group) ? matcher.group(Integer.parseInt(group)) : matcher.group(group);
        return text == null ? "" : text;
    }

    private static String expanded(String template, UnaryOperator<String> groups) {
        return GROUP.matcher(template).replaceAll(found -> {
            String group = found.group("number") != null
                    ? found.group("number")
                    : found.group("name") != null ? found.group("name") : found.group("braced");
            if (group == null) {
                throw new IllegalArgumentException("a '$' must be followed by a group's name or number: " + template);
            }
            return java.util.regex.Matcher.quoteReplacement(groups.apply(group));
        });
    }
}
