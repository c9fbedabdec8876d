package dev.millrace.updater.policy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.millrace.events.value.Tag;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A filter of tags, with the part of them that is compared.
 *
 * @param extract a template in Go's form, such as {@code $version}, <code>${1}</code> or <code>${major}.${minor}</code>; the whole tag is compared if
 *     absent
 * @param mistake the mistake if the filter cannot be used; it accepts no tag then
 * @see <a href="https://pkg.go.dev/regexp#Regexp.Expand">Go's templates</a>
 */
public record TagFilter(Pattern pattern, Optional<String> extract, Optional<Mistake> mistake) {
    private static final int MAX_LENGTH = 512;

    /** A name is as long as possible: {@code $1a} is the group named 1a. */
    private static final java.util.regex.Pattern GROUP = java.util.regex.Pattern.compile(
            "\\$(?:(?<dollar>\\$)|(?<name>[\\p{L}\\p{Nd}_]++)|\\{(?<braced>[\\p{L}\\p{Nd}_]++)})|\\$");

    private static final java.util.regex.Pattern INDEX = java.util.regex.Pattern.compile("0|[1-9][0-9]{0,3}");

    /**
     * A mistake in the file of the policies.
     *
     * @param line from 1
     * @param column from 1
     */
    public record Mistake(int line, int column, String reason) {
        @Override
        public String toString() {
            return line + ":" + column + ": " + reason;
        }
    }

    /** Rejects an extract that names a group which the pattern does not have with an IllegalArgumentException. */
    public TagFilter(Pattern pattern, Optional<String> extract) {
        this(pattern, extract, Optional.empty());
        extract.ifPresent(text -> expanded(checked(text), group -> {
            requireGroup(pattern, group);
            return "";
        }));
    }

    /**
     * A filter that accepts no tag, because its extract is a mistake. Only its own policy is concerned.
     *
     */
    public static TagFilter unusable(Pattern pattern, Mistake mistake) {
        return new TagFilter(pattern, Optional.empty(), Optional.of(mistake));
    }

    private static void requireGroup(Pattern pattern, String group) {
        boolean exists = isIndex(group)
                ? Integer.parseInt(group) <= pattern.groupCount()
                : pattern.namedGroups().containsKey(group);
        if (!exists) {
            String digits = group.replaceFirst("[^0-9].*", "");
            String hint = digits.isEmpty() || digits.equals(group)
                    ? ""
                    : "; write ${" + digits + "}" + group.substring(digits.length()) + " for the group " + digits;
            throw new IllegalArgumentException("the pattern has no group named " + group + hint);
        }
    }

    private static boolean isIndex(String group) {
        return INDEX.matcher(group).matches();
    }

    /** The compared part of the tag; empty if the tag is filtered out. */
    public Optional<String> comparable(Tag tag) {
        Matcher matcher = pattern.matcher(tag.value());
        if (mistake.isPresent() || !matcher.find()) {
            return Optional.empty();
        }
        return Optional.of(extract.map(text -> expanded(text, group -> matched(matcher, group)))
                .orElse(tag.value()));
    }

    /** The text of a group; empty if the group took no part in the match. */
    private static String matched(Matcher matcher, String group) {
        String text = isIndex(group) ? matcher.group(Integer.parseInt(group)) : matcher.group(group);
        return text == null ? "" : text;
    }

    private static String checked(String template) {
        if (template.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("an extract has at most " + MAX_LENGTH + " characters");
        }
        return template;
    }

    private static String expanded(String template, UnaryOperator<String> groups) {
        return GROUP.matcher(template)
                .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(replacement(template, found, groups)));
    }

    private static String replacement(
            String template, java.util.regex.MatchResult found, UnaryOperator<String> groups) {
        if (found.group("dollar") != null) {
            return "$";
        }
        String group = found.group("name") != null ? found.group("name") : found.group("braced");
        if (group == null) {
            throw new IllegalArgumentException(
                    "a '$' must be followed by a group's name or number, or by '$' for itself: " + template);
        }
        return groups.apply(group);
    }
}
